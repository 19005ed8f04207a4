"""The mails about a stay as they were sent, to be read again at the hut (R40)."""

from __future__ import annotations

from typing import Annotated

from chassis.documents import Collection, Document, Index, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents
from contracts.envelope import format_instant
from contracts.message import Instant
from contracts.notices import Audience, NoticeFailed, NoticeSent, StayNews
from contracts.personal import Personal
from contracts.properties import Language
from gateway.notices.model import NoticeState
from gateway.stays.model import stay_id_of


class StayMailView(Document):
    """Kept under the notice's id. `stay_id` is the property and the order; `position` sorts by time
    and is unique. `reason` says why it did not arrive."""

    notice_id: str
    stay_id: str
    property_id: str
    order_id: str
    guest_id: str | None = None
    stay: StayNews
    audience: Audience
    state: NoticeState
    at: Instant
    position: str
    language: Language | None = None
    title: Annotated[str, Personal] | None = None
    text: Annotated[str, Personal] | None = None
    html: Annotated[str, Personal] | None = None
    reason: str | None = None


_STATES = {NoticeSent: NoticeState.SENT, NoticeFailed: NoticeState.FAILED}

STAY_MAILS = Collection(
    "stay_mails", StayMailView, indexes=(Index((("stay_id", 1), ("position", -1))),)
)


def the_mail(message: NoticeSent | NoticeFailed) -> tuple[Ref[StayMailView]]:
    return (STAY_MAILS.ref(message.notice_id),)


def mail_told(
    documents: Documents, message: NoticeSent | NoticeFailed, context: Context
) -> Changes:
    """In the list of its stay. What came back stays to be read as it was sent."""
    (ref,) = the_mail(message)
    return Changes({ref: _mail(documents[ref], message, context)})


def _mail(known: object, message: NoticeSent | NoticeFailed, context: Context) -> StayMailView:
    if isinstance(message, NoticeFailed) and isinstance(known, StayMailView):
        return known.model_copy(update={"state": NoticeState.FAILED, "reason": message.reason})
    at = context.envelope.time
    said = {name: value for name, value in message if name in StayMailView.model_fields}
    return StayMailView(
        **said,
        stay_id=stay_id_of(message.property_id, message.order_id),
        state=_STATES[type(message)],
        at=at,
        position=f"{format_instant(at)}/{message.notice_id}",
    )
