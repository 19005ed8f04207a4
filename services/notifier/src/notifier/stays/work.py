"""The work of sending one mail about a stay, stored until it is done."""

from __future__ import annotations

from chassis.outcome import Effect, Work
from contracts.message import Instant
from contracts.notices import Audience, StayNews
from notifier.stays.model import StayFacts, StayMail, StayMails, Told


class SendStayMail(Work, kind="notifier.send-stay-mail"):
    """Send it to the guest, or its copy to the hut. The facts are as they were when it happened;
    the hut's own words, contact and address are looked up when it is sent."""

    notice_id: str
    order_id: str
    property_id: str
    guest_id: str
    audience: Audience
    news: StayNews
    facts: StayFacts
    requested_at: Instant


def sending(about: StayMails, mail: StayMail, told: Told) -> Effect:
    """The effect that sends a mail. A guest gets a hut's mails in order; a copy that cannot be
    delivered holds up nobody."""
    work = SendStayMail(
        notice_id=mail.notice_id,
        order_id=about.order_id,
        property_id=mail.property_id,
        guest_id=about.guest_id,
        audience=mail.audience,
        news=mail.news,
        facts=told.facts,
        requested_at=mail.requested_at,
    )
    lane = f"{about.order_id}/stay/{mail.property_id}/{mail.audience}"
    return Effect(work, lane=lane, partner="smtp")
