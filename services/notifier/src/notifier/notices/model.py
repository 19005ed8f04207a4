"""The notices about one order, with all that is needed to read again what was sent."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.deliveries import DeliveryContent
from contracts.message import Instant
from contracts.notices import Channel, SendingDone
from contracts.properties import Language


class NoticeKind(StrEnum):
    NEW_ORDER = "new_order"


class NoticeState(StrEnum):
    REQUESTED = "requested"
    SENT = "sent"
    FAILED = "failed"


class NewOrder(BaseModel):
    """What a new order's notice says (O05): no amount, which is not due before delivery (O14)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str
    room: str
    guest_name: str
    restaurant: str
    validation_code: str | None = None
    expected_at: Instant | None = None

    @classmethod
    def of(cls, reference: str, content: DeliveryContent) -> Self:
        names = (content.guest.given_name, content.guest.surname)
        return cls(
            reference=reference,
            room=content.room,
            guest_name=" ".join(name for name in names if name),
            restaurant=content.restaurant.name,
            validation_code=content.validation_code,
            expected_at=content.expected_at,
        )


class Notice(BaseModel):
    """One notice: its facts, how far it is, and what was sent to whom.

    Template, language and facts make the text again; the text itself is not kept. A notice is
    sent as soon as one recipient has it; `refused` lists those who cannot get it.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    notice_id: str
    kind: NoticeKind
    channel: Channel
    about: NewOrder
    requested_at: Instant
    state: NoticeState = NoticeState.REQUESTED
    ended_at: Instant | None = None
    template: str | None = None
    language: Language | None = None
    message_id: str | None = None
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    refusal: str | None = None

    def after(self, report: SendingDone, at: Instant) -> Notice:
        """The notice after a sending ended, which may have been to some of its recipients only."""
        sent = self.state is NoticeState.SENT or report.refusal is None
        return self.model_copy(
            update={
                "state": NoticeState.SENT if sent else NoticeState.FAILED,
                "ended_at": self.ended_at or at,
                "template": report.template or self.template,
                "language": report.language or self.language,
                "message_id": report.message_id or self.message_id,
                "accepted": (*self.accepted, *report.accepted),
                "refused": (*self.refused, *report.refused),
                "refusal": report.refusal or self.refusal,
            }
        )


class OrderNotices(Document):
    """All notices about one order, oldest first; kept under the order's id."""

    order_id: str
    property_id: str
    guest_id: str
    notices: tuple[Notice, ...] = ()

    def has(self, kind: NoticeKind) -> bool:
        return kind in {notice.kind for notice in self.notices}

    def notice(self, notice_id: str) -> Notice | None:
        return next((notice for notice in self.notices if notice.notice_id == notice_id), None)

    def with_notice(self, changed: Notice) -> Self:
        """With a notice added, or in place of the one with its id."""
        known = {notice.notice_id: notice for notice in self.notices}
        update: dict[str, Any] = {"notices": tuple({**known, changed.notice_id: changed}.values())}
        return self.model_copy(update=update)


order_notices = Collection("order_notices", OrderNotices)
