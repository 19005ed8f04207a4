"""Signatures are over the raw body, for a while, by any secret that is valid now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from pms_bridge.door.signatures import (
    Signed,
    ordering_page_signature,
    ordering_page_signed,
    uber_signed,
)
from tests.support.door import signature

NOW = 1_795_462_800
BODY = b'{"external_id":"LUM-20261123-0042"}'
SECRETS = (SecretStr("the new secret, which is long"), SecretStr("the old secret, which is long"))


def signed(header: str, body: bytes = BODY, now: float = NOW) -> bool:
    return ordering_page_signed(header, body, SECRETS, now) is Signed.RIGHT


@pytest.mark.parametrize("secret", SECRETS)
def test_either_of_two_secrets_signs(secret: SecretStr) -> None:
    assert signed(signature(BODY, secret.get_secret_value(), NOW))


def test_one_right_signature_among_several_is_enough() -> None:
    right = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    wrong = signature(BODY, "another", NOW).split(",")[1]
    assert signed(f"{right},{wrong}")
    assert signed(f"{right.split(',')[0]}, {wrong}, {right.split(',')[1]}")


def test_the_body_is_signed_to_the_byte() -> None:
    header = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    assert not signed(header, BODY + b" ")


def test_the_time_is_signed_too() -> None:
    header = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    assert not signed(header.replace(f"t={NOW}", f"t={NOW + 1}"))


@pytest.mark.parametrize(("seconds", "accepted"), [(300, True), (301, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_signature_holds_for_five_minutes_either_way(
    seconds: int, accepted: bool, sign: int
) -> None:
    header = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    assert signed(header, now=NOW + sign * seconds) is accepted


@pytest.mark.parametrize(
    "header",
    ["", "t=,v1=", "v1=00", f"t={NOW}", "t=x,v1=00", f"t={NOW},t={NOW},v1=00", f"t={NOW},v1=é"],
)
def test_a_malformed_header_is_a_wrong_signature(header: str) -> None:
    assert not signed(header)


def test_two_times_are_refused_even_with_a_right_signature() -> None:
    header = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    assert not signed(f"t={NOW - 1},{header}")


def test_no_more_than_four_signatures_are_looked_at() -> None:
    header = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    time, right = header.split(",")
    assert not signed(",".join([time, *["v1=00"] * 4, right]))


def test_uber_signs_with_any_of_its_keys_in_either_case() -> None:
    # Made with: printf '%s' '{"id":"evt_1"}' | openssl dgst -sha256 -hmac 'key two'
    known = "9a2a459d844b318cafb2c7fd6600017ae837f1859a8d03260ac887e329d7195a"
    keys = (SecretStr("key one"), SecretStr("key two"))
    assert uber_signed(known, b'{"id":"evt_1"}', keys)
    assert uber_signed(known.upper(), b'{"id":"evt_1"}', keys)
    assert not uber_signed(known, b'{"id":"evt_2"}', keys)
    assert not uber_signed(known, b'{"id":"evt_1"}', keys[:1])
    assert not uber_signed("", b"", keys)


def test_the_worked_example_of_the_guide_is_accepted() -> None:
    blocks = dict(re.findall(r"^```(secret|json|http)\n(.+?)\n```$", guide_of_the_example(), re.M))
    header = blocks["http"].removeprefix("Comptoir-Signature: ")
    at = float(re.findall(r"t=(\d+)", header)[0])
    body = blocks["json"].encode()
    secret = SecretStr(blocks["secret"])
    assert ordering_page_signed(header, body, [secret], at) is Signed.RIGHT
    assert ordering_page_signed(header, body + b"\n", [secret], at) is Signed.WRONG
    assert ordering_page_signature(secret, body, at) == header


def test_a_wrong_signature_is_wrong_however_old_and_a_right_one_too_old_is_stale() -> None:
    right = signature(BODY, SECRETS[0].get_secret_value(), NOW)
    wrong = signature(BODY, "another", NOW)
    assert ordering_page_signed(right, BODY, SECRETS, NOW + 301) is Signed.STALE
    assert ordering_page_signed(wrong, BODY, SECRETS, NOW + 301) is Signed.WRONG


def guide_of_the_example() -> str:
    """The guide for ordering pages up to the part about replacing a secret in its example."""
    guide = Path(__file__).resolve().parents[2] / "docs/guides/partner-intake.md"
    _, example = guide.read_text().split("### A worked example")
    return example.split("The same while")[0]
