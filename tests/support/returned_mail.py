"""Reports about mails that could not be delivered, as mail servers write them (RFC 3464)."""

from __future__ import annotations

from email.message import EmailMessage

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=B"

--=B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--=B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 23 Nov 2026 20:41:00 +0100 (CET)

{groups}

--=B
Content-Type: message/rfc822

From: Comptoir <orders@comptoir.example>
Subject: Nouvelle commande

Chambre 203

--=B--
"""


def group(
    recipient: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 <x>: unknown user",
    original: str | None = None,
) -> str:
    """What a report says of one recipient."""
    lines = [f"Final-Recipient: rfc822; {recipient}"]
    if original is not None:
        lines.append(f"Original-Recipient: rfc822;{original}")
    lines += [f"Action: {action}", f"Status: {status}"]
    if said:
        lines.append(f"Diagnostic-Code: {said}")
    return "\n".join(lines)


def returned(to: str, *groups: str) -> bytes:
    """A whole report to a return path."""
    text = POSTFIX.format(to=to, groups="\n\n".join(groups))
    return text.replace("\n", "\r\n").encode()


def holiday_notice(to: str) -> bytes:
    """A mail that is no report at all."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@x.example", to, "Out of office"
    message.set_content("Action: failed, so to speak: I am skiing.")
    return message.as_bytes()
