"""The connections file says what is wrong with it, and never a secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pms_bridge.connections import Connections, ConnectionsInvalid

EXAMPLE = (
    Path(__file__).resolve().parents[2] / "deploy/local/src/comptoir_local/connections.example.json"
)


def example() -> Any:
    return json.loads(EXAMPLE.read_text())


def load(content: Any, folder: Path) -> Connections:
    path = folder / "connections.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return Connections.load(path)


def complaint(content: Any, folder: Path) -> str:
    with pytest.raises(ConnectionsInvalid) as caught:
        load(content, folder)
    return str(caught.value)


def test_the_example_can_be_loaded_and_shows_no_secret() -> None:
    connections = Connections.load(EXAMPLE)
    assert set(connections.opera) == {"hotel-lumiere"}
    opera = example()["opera"]["hotel-lumiere"]
    for secret in (opera["client_secret"], opera["app_key"], "for-the-simulated"):
        assert secret not in repr(connections)


def test_a_rate_is_the_same_however_it_is_written() -> None:
    opera = Connections.load(EXAMPLE).opera["hotel-lumiere"]
    assert [opera.transaction_code(rate) for rate in ("10.00", "10", "10.0", "5.5")] == [
        "2010",
        "2010",
        "2010",
        None,
    ]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("opera", "hotel-lumiere", "app_key"), "hidden-key", "opera.hotel-lumiere.app_key"),
        (("opera", "hotel-lumiere", "scope"), None, "scope is missing"),
        (("opera", "hotel-lumiere", "grant"), "password", "username or password is missing"),
        (("opera", "hotel-lumiere", "timeout_seconds"), 16, "timeout_seconds"),
        (("opera", "hotel-lumiere", "gatewai"), "http://x", "opera.hotel-lumiere.gatewai"),
        (
            ("opera", "hotel-lumiere", "transaction_codes"),
            {"10": "1", "10.0": "2"},
            "two keys are the same rate",
        ),
        (("ordering_pages", "demo-page", "secrets"), ["hidden-key"], "secrets.0"),
        (("ordering_pages", "demo-page", "properties"), [], "properties"),
        (("ordering_pages", "demo-page", "callback_secret"), None, "are given together"),
        (("ordering_pages", "demo-page", "callback_secret"), "hidden-key", "callback_secret"),
        (("ordering_pages", "demo-page", "callback_url"), None, "are given together"),
        (("ordering_pages", "demo-page", "callback_url"), "ftp://hidden-key", "callback_url"),
        (("ordering_pages", "demo-page", "timeout_seconds"), 16, "timeout_seconds"),
        (("uber_direct", "lumiere", "partner_id"), "nobody", "names no ordering page"),
        (("uber_direct", "lumiere", "property_id"), "hotel-b", "is not one of that page's"),
        (("uber_direct", "lumiere", "signing_keys"), [], "signing_keys"),
    ],
)
def test_what_is_wrong_is_named_and_no_value_is_shown(
    tmp_path: Path, place: tuple[str, ...], value: Any, said: str
) -> None:
    content = example()
    inner = content
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    message = complaint(content, tmp_path)
    assert said in message
    assert "hidden-key" not in message
    assert "for-the-simulated" not in message


def test_a_missing_file_and_one_that_is_no_json_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ConnectionsInvalid, match="No such file"):
        Connections.load(tmp_path / "nothing.json")
    assert "Invalid JSON" in complaint('{"secret": "hidden-key', tmp_path)
    assert "hidden-key" not in complaint('{"secret": "hidden-key', tmp_path)
