"""An installation's secrets: its own, the same at every start, read by nobody else."""

from __future__ import annotations

import json
from pathlib import Path

from comptoir_local.connections import EXAMPLE, ordering_partners, write_connections
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.own_secrets import FILE, OwnSecrets
from comptoir_local.ports import Ports
from comptoir_local.processes import SERVICES, Installation


def installation(folder: Path) -> Installation:
    return Installation(Home.at(folder), Ports(), EngineAddresses("k:1", "mongodb://m:2"))


def told(to: Installation) -> dict[str, dict[str, str]]:
    return {service.name: service.env(to) for service in SERVICES}


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    made = OwnSecrets.of(tmp_path)
    assert OwnSecrets.of(tmp_path) == made
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert made.named("links") != made.named("sms token")


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = OwnSecrets.of(tmp_path / "one"), OwnSecrets.of(tmp_path / "other")
    for name in ("master", "vapid_private", "sms_account", "sms_token"):
        assert getattr(one, name) != getattr(other, name)
    assert one.named("links") != other.named("links")


def test_who_signs_links_and_who_believes_them_have_one_secret(tmp_path: Path) -> None:
    services = told(installation(tmp_path))
    secrets = {services[name]["COMPTOIR_LINK_SECRETS"] for name in ("notifier", "gateway")}
    (listed,) = secrets
    assert all(len(secret) >= 32 for secret in json.loads(listed))
    assert services["gateway"]["COMPTOIR_VAPID_PUBLIC_KEY"]
    assert services["notifier"]["COMPTOIR_VAPID_PRIVATE_KEY"]


def test_no_public_secret_of_the_example_is_used(tmp_path: Path) -> None:
    to = installation(tmp_path)
    written = write_connections(to)
    assert "for-the-simulated" in EXAMPLE.read_text()
    assert "for-the-simulated" not in written.read_text()
    assert written.read_text() == write_connections(to).read_text()


def test_orders_can_be_placed_with_the_pages_that_take_callbacks(tmp_path: Path) -> None:
    to = installation(tmp_path)
    assert json.loads(told(to)["gateway"]["COMPTOIR_ORDERING_PARTNERS"]) == {}
    written = write_connections(to)
    assert ordering_partners(written) == {"hotel-lumiere": ["demo-page"]}
    known = json.loads(written.read_text())
    del known["ordering_pages"]["demo-page"]["callback_url"]
    written.write_text(json.dumps(known))
    assert ordering_partners(written) == {}
