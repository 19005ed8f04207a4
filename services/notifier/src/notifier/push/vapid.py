"""Who we are to browsers' push services (VAPID, RFC 8292).

`python -m notifier.push.vapid` makes a new pair of keys and prints it as settings.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException  # type: ignore[import-untyped]

# RFC 8292: at most a day; short, so that a token that leaks is soon worth nothing.
_TOKEN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class KeyPair:
    """As browsers and settings have them: base64url without padding, of the raw numbers."""

    private: str
    public: str

    @classmethod
    def new(cls) -> KeyPair:
        vapid = Vapid02()
        vapid.generate_keys()
        number = vapid.private_key.private_numbers().private_value
        return cls(_base64url(number.to_bytes(32)), _public_of(vapid))


class Identity:
    """Signs requests to push services. Raises ValueError where `private_key` is none."""

    def __init__(self, private_key: str, contact: str) -> None:
        try:
            self._vapid = Vapid02.from_string(private_key)
        except (VapidException, ValueError) as error:
            raise ValueError("is not a VAPID private key") from error
        self._contact = contact

    @property
    def public_key(self) -> str:
        """What a browser subscribes with."""
        return _public_of(self._vapid)

    def authorization(self, endpoint: str, now: float) -> str:
        """The value of the header, for the endpoint's push service alone. Raises ValueError where
        the endpoint has no origin."""
        parts = urlsplit(endpoint)
        claims: dict[str, str | int] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "sub": self._contact,
            "exp": int(now) + _TOKEN_SECONDS,
        }
        try:
            return str(self._vapid.sign(claims)["Authorization"])
        except VapidException as error:
            raise ValueError(f"{endpoint!r} has no origin") from error


def _public_of(vapid: Vapid02) -> str:
    point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _base64url(point)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    pair = KeyPair.new()
    sys.stdout.write(
        f"COMPTOIR_VAPID_PRIVATE_KEY={pair.private}\nCOMPTOIR_VAPID_PUBLIC_KEY={pair.public}\n"
    )
