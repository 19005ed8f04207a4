"""The signature of our intake, as a partner's developer would write it from the guide alone."""

import hashlib
import hmac
from collections.abc import Sequence


def signature_header(secrets: Sequence[str], timestamp: int, body: bytes) -> str:
    """Value of `Comptoir-Signature`, with one `v1` per secret (two while one is being replaced)."""
    signed = f"{timestamp}.".encode() + body
    digests = (hmac.new(s.encode(), signed, hashlib.sha256).hexdigest() for s in secrets)
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])
