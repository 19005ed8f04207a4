"""From something that happened to the notices about it: once, to those who are to have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from chassis.documents import Ref
from chassis.identity import derived_id
from chassis.outcome import Context, Effect, Outcome
from contracts.message import Message
from contracts.notices import Occasion
from notifier.notices.model import Announcement, Notice, OrderNotices
from notifier.notices.saying import Order, Saying
from notifier.notices.target import Target, targets_of, targets_of_guest
from notifier.notices.work import sending
from notifier.people.model import people
from notifier.properties.model import properties

# A meal of yesterday needs no announcing: a service that comes back after long, or reads its topics
# from the beginning, does not wake anybody with it.
STALE_AFTER = timedelta(hours=24)
# So many notices of one occasion; the rest is left out, and counted.
MOST_AT_ONCE = 60


def who_is_told(message: Message) -> Sequence[Ref[Any]]:
    """What is read to decide whom to tell."""
    return (properties.ref(message.property_id), people.ref(message.property_id))


def announced(about: OrderNotices, news: Announcement, context: Context) -> Outcome[OrderNotices]:
    """Tell of it, if it has not been told; where the order is not known yet, when it is."""
    if about.announcement(news.key) is not None:
        return Outcome()
    about = about.announcing(news)
    if about.order is None:
        return Outcome(about)
    return told(about, about.order, [news], context)


def told(
    about: OrderNotices, order: Order, all_news: Iterable[Announcement], context: Context
) -> Outcome[OrderNotices]:
    """Ask for the notices of some announcements."""
    effects: list[Effect] = []
    stale = context.now - context.envelope.time > STALE_AFTER
    for news in all_news:
        targets = [] if stale else _targets(about, news, order, context)
        about = about.with_room_for(len(targets[:MOST_AT_ONCE]))
        chosen = targets[: min(MOST_AT_ONCE, about.room)]
        said = news.model_copy(
            update={
                "facts": order.facts_with(news.news),
                "left_out": len(targets) - len(chosen),
            }
        )
        notices = [_notice(about, said, saying, target, context) for saying, target in chosen]
        about = about.announcing(said).with_notices(*notices)
        effects += [sending(about, notice, said) for notice in notices]
    return Outcome(about, effects=effects)


def hotel_targets(about: OrderNotices, occasion: Occasion, context: Context) -> list[Target]:
    """Who of the property is to be told now, as far as it is known."""
    home = context.read(properties.ref(about.property_id))
    staff = context.read(people.ref(about.property_id))
    order_mail = home.sheet.order_mail if home else ()
    return targets_of(occasion, order_mail, staff.recipients if staff else ())


def _targets(
    about: OrderNotices, news: Announcement, order: Order, context: Context
) -> list[tuple[Saying, Target]]:
    told: list[tuple[Saying, Target]] = []
    if news.to_guest is not None:
        told += [(news.to_guest, target) for target in targets_of_guest(order)]
    hotel = hotel_targets(about, news.occasion, context)
    return told + [(news.saying, target) for target in hotel]


def _notice(
    about: OrderNotices, said: Announcement, saying: Saying, target: Target, context: Context
) -> Notice:
    """Its id is made of what it says to whom: the same again, whichever message brings it about."""
    return Notice(
        notice_id=derived_id("notice", about.order_id, said.key, target.group),
        announcement=said.key,
        occasion=said.occasion,
        saying=saying,
        target=target,
        requested_at=context.now,
    )
