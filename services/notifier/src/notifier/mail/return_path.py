"""Where mails come back to: an address of their own for each notice (VERP), and what is said there.

Source: RFC 3464 (delivery status notifications): one part for all of a mail's recipients that
could not be reached, a group of fields for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

_LOCAL = "bounce+"
_NOTICE = re.compile(r"bounce\+([0-9a-f-]{36})", re.ASCII | re.IGNORECASE)
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class ReturnPath:
    """`bounce+NOTICE@domain`."""

    domain: str

    def of(self, notice_id: str) -> str:
        return f"{_LOCAL}{notice_id}@{self.domain}"

    def notice_at(self, address: str) -> str | None:
        """Which notice came back, if the address is one of ours."""
        local, _, domain = address.rpartition("@")
        found = _NOTICE.fullmatch(local)
        same = domain.lower() == self.domain.lower()
        return found.group(1).lower() if found and same else None


@dataclass(frozen=True, slots=True)
class Return:
    """One recipient who did not get a mail after all; `recipient` None where that is not said."""

    recipient: str | None
    reason: str


def returns_in(content: bytes) -> list[Return]:
    """Who did not get it, by a report as RFC 3464 has it. Empty for anything else: a holiday
    notice, a report that it was delivered, or that it is only late."""
    found: list[Return] = []
    for part in message_from_bytes(content, policy=policy.compat32).walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            found += [_return(group) for group in _parts_of(groups) if _has_failed(group)]
    return found


def _parts_of(groups: object) -> list[Message]:
    listed = groups if isinstance(groups, list) else []
    return [group for group in listed if isinstance(group, Message)]


def _has_failed(group: Message) -> bool:
    return str(group.get("Action", "")).strip().lower() == "failed"


def _return(group: Message) -> Return:
    # The original one is whom we wrote to; the final one may be whom it was passed on to.
    said = group.get("Original-Recipient") or group.get("Final-Recipient") or ""
    address = str(said).rpartition(";")[2].strip()
    status = str(group.get("Status", "")).strip()
    diagnostic = str(group.get("Diagnostic-Code", "")).partition(";")[2]
    reason = " ".join(f"{status} {diagnostic}".split())
    return Return(address[:254] or None, reason[:_LONGEST_REASON] or "no reason was given")
