"""Messages as the mail server received them."""

from datetime import datetime

from partners.journal import Record


class Message(Record):
    """A message that was accepted; `answer_lost` says that its sender was not told so."""

    received_at: datetime
    envelope_from: str
    envelope_to: list[str]
    message_id: str | None
    sender: str | None
    to: list[str]
    reply_to: str | None
    subject: str | None
    headers: list[tuple[str, str]]
    text: str | None
    html: str | None
    size: int
    answer_lost: bool


class MailRefusal(Record):
    """A message that was refused."""

    at: datetime
    envelope_from: str
    envelope_to: list[str]
    code: int
