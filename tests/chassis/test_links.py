"""Signed links: what a token opens, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chassis.links import LONGEST_TOKEN, LinkInvalid, Links

OLD, NEW = "o" * 40, "n" * 40
NOW = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)
UNTIL = NOW + timedelta(days=7)
ORDER = "6b7f4c1e-0000-5000-8000-000000000042"


def token(secret: str = NEW, purpose: str = "guest-order") -> str:
    return Links([secret]).sign(purpose, ORDER, UNTIL)


def test_a_link_says_what_was_put_in_until_its_end() -> None:
    links = Links([NEW])
    assert links.read("guest-order", token(), NOW) == ORDER
    assert links.read_with_end("guest-order", token(), NOW) == (ORDER, UNTIL)
    assert links.read("guest-order", token(), UNTIL - timedelta(seconds=1)) == ORDER
    with pytest.raises(LinkInvalid):
        links.read("guest-order", token(), UNTIL)


def test_the_same_link_comes_out_again() -> None:
    assert token() == token()


def test_a_link_opens_nothing_but_its_purpose() -> None:
    with pytest.raises(LinkInvalid):
        Links([NEW]).read("invitation", token(), NOW)


def test_a_secret_can_be_replaced_while_its_links_are_about() -> None:
    rotating = Links([NEW, OLD])
    assert rotating.read("guest-order", token(OLD), NOW) == ORDER
    assert rotating.sign("guest-order", ORDER, UNTIL) == token(NEW)
    with pytest.raises(LinkInvalid):
        Links([NEW]).read("guest-order", token(OLD), NOW)


@pytest.mark.parametrize("position", [0, 5, 30, -20, -2])
def test_a_forged_link_is_refused(position: int) -> None:
    good = token()
    at = position % len(good)
    forged = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
    with pytest.raises(LinkInvalid):
        Links([NEW]).read("guest-order", forged, NOW)


@pytest.mark.parametrize("text", ["", ".", "a.b", "\x00", "é" * 30, "a" * (LONGEST_TOKEN + 1)])
def test_what_is_no_link_at_all_is_refused_alike(text: str) -> None:
    with pytest.raises(LinkInvalid):
        Links([NEW]).read("guest-order", text, NOW)


def test_a_link_fits_into_a_path() -> None:
    assert set(token()) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize("secrets", [[], ["short"], [NEW, "short"]])
def test_a_secret_that_could_be_guessed_is_refused(secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="32 characters"):
        Links(secrets)
