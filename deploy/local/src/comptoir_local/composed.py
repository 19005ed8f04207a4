"""`python -m comptoir_local.composed FOLDER PORT`: what the containers of compose.yaml are told.

Writes one file of settings per container, the bridge's connections and the secrets they are made
of; the secrets are made once, at the first time, and nobody else's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from comptoir_local.connections import EXAMPLE, filled_in, ordering_partners
from comptoir_local.demo_hotel import PEOPLE, Secrets
from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.processes import SMS_SENDER
from contracts.topics import SERVICES

HTTP, OPERATORS, PARTNERS, SMTP = 8000, 8030, 8020, 8025
# Where the folder lies in the containers of the demo.
INSIDE = "/keys"

Settings = dict[str, str]


def settings(folder: Path, port: int) -> dict[str, Settings]:
    """By container. `port` is where the page is on this machine."""
    own = OwnSecrets.of(folder)
    Secrets.of(folder)
    connections = folder / "connections.json"
    connections.unlink(missing_ok=True)
    bridge = f"pms-bridge:{HTTP}"
    text = filled_in(EXAMPLE.read_text(), f"partners:{PARTNERS}", bridge, own)
    connections.write_text(text)
    links = {
        "COMPTOIR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "COMPTOIR_LINK_SECRETS": json.dumps([own.named("links")]),
    }
    told = {service: _service(own) for service in SERVICES}
    told["gateway"] |= links | _gateway(own, connections)
    told["notifier"] |= links | _notifier(own)
    told["pms-bridge"]["COMPTOIR_CONNECTIONS"] = f"{INSIDE}/connections.json"
    told["partners"] = {
        "PARTNERS_HTTP": f"0.0.0.0:{PARTNERS}",
        "PARTNERS_SMTP": f"0.0.0.0:{SMTP}",
        "PARTNERS_BRIDGE_URL": f"http://pms-bridge:{HTTP}",
    }
    told["visitors"] = _engines() | {
        "COMPTOIR_HOME": INSIDE,
        "COMPTOIR_PUBLIC_URL": f"http://gateway:{HTTP}",
        "COMPTOIR_BRIDGE_URL": f"http://pms-bridge:{HTTP}",
        "COMPTOIR_CONNECTIONS": f"{INSIDE}/connections.json",
        "COMPTOIR_PARTNERS_URL": f"http://partners:{PARTNERS}",
    }
    return told


def _engines() -> Settings:
    return {
        "COMPTOIR_KAFKA": "kafka:9092",
        "COMPTOIR_MONGO": "mongodb://mongo:27017/?replicaSet=comptoir",
    }


def _service(own: OwnSecrets) -> Settings:
    return _engines() | {
        "COMPTOIR_OPERATOR_HTTP": f"0.0.0.0:{OPERATORS}",
        "COMPTOIR_OPERATOR_SECRET": own.named("operator"),
    }


def _gateway(own: OwnSecrets, connections: Path) -> Settings:
    doors = {service: f"http://{service}:{OPERATORS}" for service in SERVICES}
    return {
        "COMPTOIR_VAPID_PUBLIC_KEY": own.vapid_public,
        "COMPTOIR_ORDERING_PARTNERS": json.dumps(ordering_partners(connections)),
        "COMPTOIR_SERVICE_ADDRESSES": json.dumps(doors),
    }


def _notifier(own: OwnSecrets) -> Settings:
    return {
        "COMPTOIR_SMTP": f"smtp://partners:{SMTP}",
        "COMPTOIR_MAIL_FROM": "Comptoir <comptoir@localhost>",
        "COMPTOIR_SMS_URL": f"http://partners:{PARTNERS}",
        "COMPTOIR_SMS_ACCOUNT": own.sms_account,
        "COMPTOIR_SMS_TOKEN": own.sms_token,
        "COMPTOIR_SMS_FROM": SMS_SENDER,
        "COMPTOIR_SMS_STATUS_URL": f"http://notifier:{HTTP}",
        "COMPTOIR_VAPID_PRIVATE_KEY": own.vapid_private,
        "COMPTOIR_PUSH_SERVICES": json.dumps([f"partners:{PARTNERS}"]),
    }


def write(folder: Path, port: int) -> None:
    """The folder is its owner's alone; what lies in it is read in containers by another user."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = folder / "keys"
    keys.mkdir(exist_ok=True)
    for name, told in settings(keys, port).items():
        lines = "".join(f"{setting}={value}\n" for setting, value in told.items())
        path = folder / f"{name}.env"
        path.touch(mode=0o600)
        path.write_text(lines)
    for path in keys.iterdir():
        path.chmod(0o444)


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    write(folder, port)
    sys.stdout.write(f"http://127.0.0.1:{port}\n")
    for name, mail, _, _ in PEOPLE:
        sys.stdout.write(f"Sign in as {mail} ({name})\n")
    sys.stdout.write(f"with the password {Secrets.of(folder / 'keys').password}\n")


if __name__ == "__main__":
    main()
