"""The stays' table: what becomes of a stay is written to its guest, by each of its huts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from chassis.identity import derived_id
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.message import PropertyId
from contracts.notices import Audience, StayNews
from contracts.personal import for_guest
from contracts.stay_payments import StayPaid
from contracts.stays import (
    OptionExpired,
    OptionReminderDue,
    StayBooked,
    StayCancelled,
    StayChanged,
    StayConfirmed,
    StayState,
)
from notifier.stays.model import StayMail, StayMails, Told, stay_mails
from notifier.stays.work import sending

table = HandlerTable("notifier")
Known = StayMails | None
Mails = Outcome[StayMails]

# What happened longer ago is in the sales, and is not mailed as if it were new: a service that
# reads its topics from the beginning wakes nobody.
STALE_AFTER = timedelta(days=3)


@table.on(StayBooked, document=stay_mails)
def stay_booked(known: Known, message: StayBooked, context: Context) -> Mails:
    """What was booked, as an option or firm; no mail where that was chosen (R22, R50)."""
    if known is not None:
        return Outcome()
    about = StayMails(
        order_id=message.order_id,
        guest_id=message.guest_id,
        reference=message.reference,
        booked_at=message.booked_at,
        contact=for_guest(message.contact),
        language=message.language,
        price=message.price,
        firm=message.state is StayState.FIRM,
        expires_at=message.expires_at,
        paid=message.paid,
        paid_to=message.property_id,
    )
    return _told(about, message, StayNews.BOOKED, context, StayNews.BOOKED, about.properties)


@table.on(StayChanged, document=stay_mails)
def stay_changed(known: Known, message: StayChanged, context: Context) -> Mails:
    """Each hut writes what the stay there is now; one that it has left, that it is off."""
    if known is None or not message.changed:
        return Outcome()
    left = [id for id in known.properties if id not in _huts(message)]
    key = f"{StayNews.CHANGED}/{message.request_id}"
    off = _told(known, message, StayNews.CANCELLED, context, key, left)
    before = off.state or known
    paid = before.paid if message.paid is None else message.paid
    about = before.changed(
        price=message.price,
        expires_at=message.expires_at,
        paid=paid,
        refunded=message.refunded,
        due=message.due,
    )
    on = _told(about, message, StayNews.CHANGED, context, key, about.properties)
    return Outcome(on.state, effects=[*off.effects, *on.effects])


@table.on(StayPaid, document=stay_mails)
def stay_paid(known: Known, message: StayPaid, context: Context) -> Mails:
    """What a change had made due is paid: the next mail says so; the provider sends receipts."""
    return Outcome() if known is None else Outcome(known.changed(paid=message.paid, due=0))


@table.on(StayConfirmed, document=stay_mails)
def stay_confirmed(known: Known, message: StayConfirmed, context: Context) -> Mails:
    """What was an option is firm: the words are those of a booking."""
    if known is None or not message.changed:
        return Outcome()
    about = known.changed(firm=True, expires_at=None)
    return _told(about, message, StayNews.CONFIRMED, context, StayNews.CONFIRMED, about.properties)


@table.on(StayCancelled, document=stay_mails)
def stay_cancelled(known: Known, message: StayCancelled, context: Context) -> Mails:
    """That it is off, and why: whoever cancels knows that the guest reads it."""
    if known is None or not message.changed:
        return Outcome()
    about = known.changed(refunded=message.refunded, reason=message.reason)
    return _told(about, message, StayNews.CANCELLED, context, StayNews.CANCELLED, about.properties)


@table.on(OptionReminderDue, document=stay_mails)
def reminder_due(known: Known, message: OptionReminderDue, context: Context) -> Mails:
    if known is None:
        return Outcome()
    about = known.changed(expires_at=message.expires_at)
    return _told(about, message, StayNews.REMINDER, context, StayNews.REMINDER, about.properties)


@table.on(OptionExpired, document=stay_mails)
def option_expired(known: Known, message: OptionExpired, context: Context) -> Mails:
    if known is None:
        return Outcome()
    return _told(known, message, StayNews.EXPIRED, context, StayNews.EXPIRED, known.properties)


News = StayBooked | StayChanged | StayConfirmed | StayCancelled | OptionReminderDue | OptionExpired


def _huts(message: StayChanged) -> set[PropertyId]:
    return {share.property_id for share in message.price.shares}


def _told(
    about: StayMails,
    message: News,
    news: StayNews,
    context: Context,
    key: str,
    properties: Iterable[PropertyId],
) -> Mails:
    """The state, and from each of these huts a mail with its copy, where one is to be sent."""
    if not message.send_mail or context.now - context.envelope.time > STALE_AFTER:
        return Outcome(about)
    effects = []
    for property_id in properties:
        told = Told(
            key=key,
            property_id=property_id,
            news=news,
            facts=about.facts_at(property_id),
            at=context.now,
        )
        mails = [_mail(about, told, audience) for audience in (Audience.GUEST, Audience.HOTEL)]
        about = about.telling(told).with_mails(*mails)
        effects += [sending(about, mail, told) for mail in mails]
    return Outcome(about, effects=effects)


def _mail(about: StayMails, told: Told, audience: Audience) -> StayMail:
    """Its id is made of what it says to whom: the same again, whichever message brings it about."""
    name = ("stay-mail", about.order_id, told.property_id, told.key, audience)
    return StayMail(
        notice_id=derived_id(*name),
        property_id=told.property_id,
        key=told.key,
        news=told.news,
        audience=audience,
        requested_at=told.at,
    )
