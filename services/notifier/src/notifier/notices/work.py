"""The work of sending one notice, stored until it is done."""

from __future__ import annotations

from urllib.parse import urlsplit

from chassis.outcome import Effect, Work
from contracts.message import Instant
from contracts.notices import Channel, Occasion
from contracts.properties import MailAddress
from notifier.notices.model import Announcement, Notice, OrderNotices
from notifier.notices.saying import Facts, Saying
from notifier.notices.target import Target


class SendNotice(Work):
    """What is common to all channels. Language and time zone of the property are looked up when it
    is sent, so that its present ones count and a property that is told late is waited for."""

    notice_id: str
    order_id: str
    property_id: str
    guest_id: str
    occasion: Occasion
    saying: Saying
    facts: Facts
    target: Target
    requested_at: Instant


class SendMail(SendNotice, kind="notifier.send-mail"):
    """Send a mail to its target, or `only` to those who could not take it then."""

    only: tuple[MailAddress, ...] = ()


class SendText(SendNotice, kind="notifier.send-text"):
    """Send a text message to one phone."""


class ShowPopUp(SendNotice, kind="notifier.show-pop-up"):
    """Show a pop-up in one browser."""


_WORK: dict[Channel, type[SendNotice]] = {
    Channel.MAIL: SendMail,
    Channel.SMS: SendText,
    Channel.PUSH: ShowPopUp,
}


def sending(
    about: OrderNotices, notice: Notice, said: Announcement, only: tuple[str, ...] = ()
) -> Effect:
    """The effect that sends a notice.

    Who is told several things about an order is told them in order; whoever cannot be reached
    holds up nobody else. The mail relay, the SMS service and each push service have a breaker.
    """
    fields = {"only": only} if notice.channel is Channel.MAIL else {}
    work = _WORK[notice.channel](
        notice_id=notice.notice_id,
        order_id=about.order_id,
        property_id=about.property_id,
        guest_id=about.guest_id,
        occasion=notice.occasion,
        saying=notice.saying,
        facts=said.told_facts,
        target=notice.target,
        requested_at=notice.requested_at,
        **fields,
    )
    lane = f"{about.order_id}/{notice.channel}/{notice.target.group}"
    return Effect(work, lane=lane, partner=_partner(notice.target))


def _partner(target: Target) -> str:
    if target.browser is not None:
        return f"push:{urlsplit(target.browser.endpoint).hostname}"
    return "smtp" if target.channel is Channel.MAIL else "sms"
