"""A mail as it goes over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from contracts.properties import Language

# 7 bits only: neither 8BITMIME nor SMTPUTF8 is asked of any server on the way.
WIRE = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says."""

    language: Language
    title: str
    text: str
    html: str


def mail_of(
    content: Content,
    *,
    sender: Address,
    to: Sequence[str],
    message_id: str,
    at: datetime,
    reply_to: Address | None = None,
) -> EmailMessage:
    """The same again for the same content, so that a repeat is known for one."""
    message = EmailMessage(policy=WIRE)
    message["From"] = sender
    message["To"] = [Address(addr_spec=address) for address in to]
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = content.title
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices leave it alone
    message.set_content(content.text)
    message.add_alternative(content.html, subtype="html")
    message["Content-Language"] = content.language.value  # after it: setting content clears it
    return message


def is_plain(address: str) -> bool:
    """Whether any mail server takes the address: ASCII, and of a form that a header can hold."""
    try:
        return address.isascii() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, MessageError):  # the parser raises each, by what is wrong
        return False
