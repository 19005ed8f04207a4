"""Notices: who was told what about an order, by which channel."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Message, OrderId
from contracts.properties import Language, MailAddress


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"


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
    """The next server on the way took the notice."""


class NoticeFailed(
    _AboutNotice,
    type="notifier.notice.failed.v1",
    topic=topics.NOTIFIER_NOTICE_EVENTS,
    key="order_id",
):
    """The notice was refused for good."""

    reason: str


class SendingDone(
    _AboutNotice,
    type="notifier.notice.sending-done.v1",
    topic=topics.NOTIFIER_NOTICE_REPORTS,
    key="order_id",
):
    """Report: the sending ended well, or for good with `refusal`.

    Names what was sent (never the text itself: that can be made again from template, language and
    the notice's facts) and, of a mail, who did not get it: `refused` for good, `deferred` for now.
    """

    refusal: str | None = None
    template: str | None = None
    language: Language | None = None
    message_id: str | None = None
    accepted: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
    refused: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
    deferred: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()
