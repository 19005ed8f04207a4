"""`python -m comptoir_local.cluster_secrets [FOLDER]`: the secrets of a trial in a cluster.

Made once, kept in FOLDER (`.comptoir/k8s`), and printed as one list of Kubernetes secrets, to be
piped into `kubectl apply -f -` once the namespaces are there. For the overlay `dev` alone: what a
real installation is told comes from where its operator keeps secrets.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from comptoir_local.connections import EXAMPLE, filled_in
from comptoir_local.demo_hotel import Secrets
from comptoir_local.home import default_root
from comptoir_local.own_secrets import OwnSecrets

PARTNERS = "partners.comptoir-partners:8020"
MONGO = "mongodb://mongo-0.mongo.comptoir-engines:27017/?replicaSet=comptoir"
MAIL = "smtp://partners.comptoir-partners:8025"
INGRESS = "ingress.comptoir-ingress"
DAYS = 30


def folder(root: Path | None = None) -> Path:
    """Where a trial's secrets are kept."""
    return (root or default_root()) / "k8s"


def secrets_of(home: Path) -> Iterator[Mapping[str, Any]]:
    """All secrets of the overlay `dev`, as Kubernetes has them; made at the first call."""
    own = OwnSecrets.of(home)
    demo = Secrets.of(home)
    links = json.dumps([own.named("links")])
    of_services = {
        "comptoir-mongo": {"url": MONGO},
        "comptoir-operator": {"secret": own.named("operator")},
        "comptoir-links": {"secrets": links},
        "comptoir-mail": {"url": MAIL},
        "comptoir-sms": {"account": own.sms_account, "token": own.sms_token},
        "comptoir-push": {"private": own.vapid_private, "public": own.vapid_public},
        "comptoir-connections": {"connections.json": connections(own)},
        "comptoir-demo": {
            "secrets.json": json.dumps(asdict(own)),
            "demo-secrets.json": json.dumps(asdict(demo)),
        },
    }
    for name, data in of_services.items():
        yield _secret("comptoir", name, data)
    yield _secret("comptoir-ingress", "comptoir-tls", _certificate(home), "kubernetes.io/tls")


def connections(own: OwnSecrets) -> str:
    """The bridge's connections file, with the simulators where they are in the cluster."""
    return filled_in(EXAMPLE.read_text(), PARTNERS, INGRESS, own)


def _secret(
    namespace: str, name: str, data: Mapping[str, str], kind: str = "Opaque"
) -> Mapping[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"namespace": namespace, "name": name},
        "type": kind,
        "data": {key: base64.b64encode(text.encode()).decode() for key, text in data.items()},
    }


def _certificate(home: Path) -> Mapping[str, str]:
    """Of the ingress, signed by itself; made anew where there is none."""
    certificate, key = home / "tls.crt", home / "tls.key"
    if not certificate.exists():
        made, private = _signed_by_itself(INGRESS)
        key.touch(mode=0o600)
        key.write_text(private)
        certificate.write_text(made)
    return {"tls.crt": certificate.read_text(), "tls.key": key.read_text()}


def _signed_by_itself(host: str) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM).decode(), private.decode()


def main(arguments: list[str]) -> int:
    home = Path(arguments[0]) if arguments else folder()
    items = list(secrets_of(home))
    sys.stdout.write(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
