"""The worked example of the intake's guide, computed again."""

import json
import re
from pathlib import Path

import pytest

from partners.ordering_page.signature import signature_header
from tests.partners.intake_check import SignatureError, check_signature

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "partner-intake.md"
SENT_AT = 1795462805


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", GUIDE.read_text(), re.DOTALL | re.MULTILINE)


SECRET = _blocks("secret")[0]
BODY = _blocks("json")[0].encode()
HEADERS = [line.removeprefix("Comptoir-Signature: ") for line in _blocks("http")]


def test_the_example_signature_is_what_the_ordering_page_sends() -> None:
    assert [
        signature_header([SECRET], SENT_AT, BODY),
        signature_header([SECRET, "autumn-key-19c2"], SENT_AT, BODY),
    ] == HEADERS


@pytest.mark.parametrize("secret", [SECRET, "autumn-key-19c2"])
def test_either_secret_opens_the_example_of_a_rotation(secret: str) -> None:
    check_signature(HEADERS[1], BODY, secret, now=SENT_AT)


@pytest.mark.parametrize(
    ("body", "secret", "late_s"),
    [(BODY + b" ", SECRET, 0), (BODY, "another", 0), (BODY, SECRET, 301), (BODY, SECRET, -301)],
    ids=["another body", "another secret", "too late", "too early"],
)
def test_the_example_does_not_open_for_anything_else(body: bytes, secret: str, late_s: int) -> None:
    with pytest.raises(SignatureError):
        check_signature(HEADERS[0], body, secret, now=SENT_AT + late_s)


def test_the_example_body_is_as_long_as_said_and_adds_up() -> None:
    order = json.loads(BODY)

    assert f"Body, {len(BODY)} bytes" in GUIDE.read_text()
    lines = sum(line["quantity"] * line["unit_amount"] for line in order["lines"])
    taxes = sum(line["net"] + line["tax"] for line in order["tax_lines"])
    assert lines == taxes == order["total"]


def test_the_guide_names_every_field_of_its_example() -> None:
    order = json.loads(BODY)
    guide = GUIDE.read_text()

    for field in order:
        assert f"`{field}" in guide
    for field in (*order["lines"][0], *order["tax_lines"][0]):
        assert f"`{field}`" in guide
