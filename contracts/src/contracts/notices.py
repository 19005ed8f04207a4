"""Notices: who was told what about an order, by which channel."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Instant, Message, OrderId
from contracts.personal import Personal
from contracts.properties import Language, MailAddress


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"


class Occasion(StrEnum):
    """What people are notified of."""

    NEW_ORDER = "new_order"
    COURIER_MESSAGE = "courier_message"
    COURIER_NEAR = "courier_near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERY_RETURNED = "delivery_returned"
    REFUNDED = "refunded"
    CLAIM_ENDED = "claim_ended"
    TASK = "task"  # a person must do something


class Audience(StrEnum):
    HOTEL = "hotel"
    GUEST = "guest"


class StayNews(StrEnum):
    """What a guest of a hut is written to about, with a copy to the hut (R21, R22, R50)."""

    BOOKED = "booked"  # an option, a pre-booking or firm
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    REMINDER = "reminder"  # an option will soon end
    EXPIRED = "expired"


# A mail of a stay with hundreds of lines is longer: then its text is archived, and no HTML.
LONGEST_HTML = 200_000
_Html = Annotated[str, Personal, Field(max_length=LONGEST_HTML)]


class _AboutNotice(Message):
    order_id: OrderId
    notice_id: str
    channel: Channel


class NoticeSent(
    _AboutNotice,
    type="notifier.notice.sent.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """The next server on the way took the notice: what it says, and to how many it went. `stay` is
    said of a mail about a stay, of which there is no `occasion`."""

    guest_id: str
    occasion: Occasion | None = None
    audience: Audience = Audience.HOTEL
    language: Language | None = None
    recipients: Count = 1
    refused: Count = 0
    title: Annotated[str, Personal, Field(max_length=500)] | None = None
    text: Annotated[str, Personal, Field(max_length=20_000)] | None = None
    html: _Html | None = None
    stay: StayNews | None = None


class NoticeFailed(
    _AboutNotice,
    type="notifier.notice.failed.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """The notice was refused for good, or came back."""

    reason: str
    occasion: Occasion | None = None
    audience: Audience = Audience.HOTEL
    stay: StayNews | None = None


class NoticeDelivered(
    _AboutNotice,
    type="notifier.notice.delivered.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """The notice has reached its reader's phone, as the SMS provider says."""

    occasion: Occasion | None = None
    audience: Audience = Audience.HOTEL
    delivered_at: Instant


class HeldBackReason(StrEnum):
    QUIET_HOURS = "quiet_hours"  # of the person; mails are not held back by them


class NoticeHeldBack(
    _AboutNotice,
    type="notifier.notice.held-back.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """The notice was not sent, as its reader wishes, and will not be later."""

    reason: HeldBackReason
    occasion: Occasion | None = None
    audience: Audience = Audience.HOTEL


class ResendNotice(
    Message,
    type="notifier.notice.resend.v1",
    topic=topics.NOTIFIER_NOTICE_COMMANDS,
    key="order_id",
):
    """Send a notice again, as it was, to those who are to have it now."""

    order_id: OrderId
    notice_id: str


class NoticeResent(
    _AboutNotice,
    type="notifier.notice.resent.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """A notice is being sent again, as the notice `again_id`."""

    again_id: str


class ResendRefused(
    Message,
    type="notifier.notice.resend-refused.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """There is no such notice to send again: which field, and why."""

    order_id: OrderId
    notice_id: str
    field: str
    reason: str


class NoticeBounced(
    _AboutNotice,
    type="notifier.notice.bounced.v1",
    topic=topics.NOTIFIER_NOTICE_REPORTS,
    key="order_id",
):
    """Report: a mail or text message that had been taken came back later (RFC 3464, or the SMS
    provider's word)."""

    reason: str
    guest_id: str
    recipient: Annotated[str, Personal, Field(max_length=254)] | None = None


class NoticeArrived(
    _AboutNotice,
    type="notifier.notice.arrived.v1",
    topic=topics.NOTIFIER_NOTICE_REPORTS,
    key="order_id",
):
    """Report: a text message that had been taken has reached the phone."""

    arrived_at: Instant


class SendingDone(
    _AboutNotice,
    type="notifier.notice.sending-done.v1",
    topic=topics.NOTIFIER_NOTICE_REPORTS,
    key="order_id",
):
    """Report: the sending ended well, or for good with `refusal`.

    Names what was sent, with its text for the archive, to how many `recipients` it went and, of a
    mail, who did not get it: `refused` for good, `deferred` for now. `quiet` says that nothing was
    sent, as it was a quiet hour of the reader's.
    """

    guest_id: str
    refusal: str | None = None
    quiet: bool = False
    template: str | None = None
    title: Annotated[str, Personal, Field(max_length=500)] | None = None
    text: Annotated[str, Personal, Field(max_length=20_000)] | None = None
    html: _Html | None = None
    recipients: Count = 0
    language: Language | None = None
    message_id: str | None = None
    accepted: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
    refused: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
    deferred: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
