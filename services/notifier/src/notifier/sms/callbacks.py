"""What the SMS service tells about a message that it took, and how we know that it is the service.

Source: Twilio's "Message Resource", `StatusCallback`, and "Validating Signatures from Twilio": the
signature is the Base64 of an HMAC-SHA1, keyed with the account's token, over the URL that we gave
and the form's names and values in the order of the names.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

PATH = "/sms/v1/notices/{notice}"
SIGNATURE = "x-twilio-signature"
# What says how it ended. `sent` and what comes before it say that it is on its way.
ARRIVED = frozenset({"delivered", "read"})
LOST = frozenset({"undelivered", "failed", "canceled"})


@dataclass(frozen=True, slots=True)
class StatusLinks:
    """Where the service tells us about messages: `public_url` is this service's, as it is reached
    from outside, without a path of its own."""

    public_url: str

    def of(self, notice_id: str) -> str:
        """The `StatusCallback` of one notice's message."""
        path = PATH.format(notice=quote(notice_id, safe=""))
        return f"{self.public_url.rstrip('/')}{path}"


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.digest(token.encode(), signed.encode(), "sha1")
    return base64.b64encode(digest).decode()


def is_signed(token: str, url: str, form: Mapping[str, str], given: str) -> bool:
    return hmac.compare_digest(signature(token, url, form).encode(), given.encode())
