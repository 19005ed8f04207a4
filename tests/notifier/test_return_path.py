"""Which notice came back, from whom, and why, as mail servers say it."""

from __future__ import annotations

import pytest

from notifier.mail.return_path import Return, ReturnPath, returns_in
from tests.support.notices import DESK
from tests.support.returned_mail import group, holiday_notice, returned

NOTICE = "1f0e2a44-91c7-8c1e-8a55-2f7a6b0d9e11"
BACK = ReturnPath("bounces.example")
HERE = BACK.of(NOTICE)


def test_each_notice_has_an_address_of_its_own() -> None:
    assert f"bounce+{NOTICE}@bounces.example" == HERE
    assert BACK.notice_at(HERE) == NOTICE
    assert BACK.notice_at(HERE.upper()) == NOTICE


@pytest.mark.parametrize(
    "address",
    [
        "bounce@bounces.example",
        f"bounce+{NOTICE}@elsewhere.example",
        f"{NOTICE}@bounces.example",
        "bounce+'; drop@bounces.example",
        f"bounce+{NOTICE}x@bounces.example",
        "",
    ],
)
def test_other_addresses_are_nobody_s(address: str) -> None:
    assert BACK.notice_at(address) is None


def test_a_report_names_who_did_not_get_it_and_why() -> None:
    assert returns_in(returned(HERE, group(DESK))) == [
        Return(DESK, "5.1.1 550 5.1.1 <x>: unknown user")
    ]


def test_several_recipients_are_each_reported() -> None:
    report = returned(HERE, group(DESK), group("b@x.example", said="", status="5.2.2"))
    assert [one.recipient for one in returns_in(report)] == [DESK, "b@x.example"]
    assert returns_in(report)[1].reason == "5.2.2"


def test_whom_we_wrote_to_counts_not_whom_it_was_passed_on_to() -> None:
    report = returned(HERE, group("away@elsewhere.example", original=DESK))
    assert returns_in(report)[0].recipient == DESK


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_only_late_or_has_arrived_did_not_come_back(action: str) -> None:
    assert returns_in(returned(HERE, group(DESK, action=action))) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\r\n\r\n", holiday_notice(HERE)],
)
def test_what_is_no_report_says_nothing(content: bytes) -> None:
    assert returns_in(content) == []


def test_a_report_without_details_is_a_report_all_the_same() -> None:
    bare = returned(HERE, "Action: failed")
    assert returns_in(bare) == [Return(None, "no reason was given")]
