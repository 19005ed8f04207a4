"""The secrets of one installation: made at its first start, kept in a file that its owner reads."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from comptoir_local.trouble import Trouble

FILE = "secrets.json"
# Of a Twilio-like account's id: AC and 32 hexadecimal digits.
_SID_DIGITS = 32


@dataclass(frozen=True)
class OwnSecrets:
    """`master` is what all others but the pair of keys for pop-ups come from."""

    master: str
    vapid_private: str
    vapid_public: str

    @classmethod
    def of(cls, folder: Path) -> OwnSecrets:
        """Those of the installation in this folder; made, where it has none yet. Raises Trouble."""
        path = folder / FILE
        if path.exists():
            return cls(**json.loads(path.read_text()))
        made = cls(secrets.token_urlsafe(32), *_vapid_keys())
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(made)))
        return made

    def named(self, name: str) -> str:
        """The secret of this name: 64 hexadecimal digits, always the same."""
        return hmac.digest(self.master.encode(), name.encode(), hashlib.sha256).hex()

    @property
    def sms_account(self) -> str:
        return f"AC{self.named('sms account')[:_SID_DIGITS]}"

    @property
    def sms_token(self) -> str:
        return self.named("sms token")[:_SID_DIGITS]


def _vapid_keys() -> tuple[str, str]:
    """A private and a public key, made as an operator makes them. Raises Trouble."""
    command = [sys.executable, "-m", "notifier.push.vapid"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Trouble("No keys for pop-ups could be made.", made.stderr[-2000:])
    told = dict(line.split("=", 1) for line in made.stdout.splitlines())
    return told["COMPTOIR_VAPID_PRIVATE_KEY"], told["COMPTOIR_VAPID_PUBLIC_KEY"]
