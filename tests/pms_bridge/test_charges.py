"""What is charged, and how it is found again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from contracts.billing import FolioProblem
from pms_bridge.opera.charges import Charge, charges_body, charges_of, receipt_of
from pms_bridge.opera.failures import NotChargeable
from pms_bridge.opera.journal import journal_query
from tests.support.folios import euros
from tests.support.opera import connection

LUMIERE = connection("http://127.0.0.1:1")
FOOD, WINE = charges_of(euros(2200, 300), LUMIERE)
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


def line(code: str, reference: str = "p-1", number: int = 7, **fields: Any) -> dict[str, Any]:
    return {"transactionCode": code, "reference": reference, "transactionNo": number, **fields}


def test_each_tax_line_is_a_charge_under_the_code_of_its_rate() -> None:
    assert (
        Charge("2010", Decimal("22.00"), "EUR"),
        Charge("2020", Decimal("3.00"), "EUR"),
    ) == (FOOD, WINE)


def test_a_rate_without_a_code_is_said_by_name() -> None:
    bare = connection("http://127.0.0.1:1", transaction_codes={"10.00": "2010"})
    with pytest.raises(NotChargeable, match=r"20\.00 %") as caught:
        charges_of(euros(2200, 300), bare)
    assert caught.value.problem is FolioProblem.INVALID_CODE


def test_the_sign_is_in_the_amount_and_never_in_the_quantity() -> None:
    (back,) = charges_of(euros(-2200), LUMIERE)
    body = charges_body(LUMIERE, "1", [back], posting_reference="p", check_number="c", remark="r")
    (sent,) = body["criteria"]["charges"]
    assert (sent["price"]["amount"], sent["postingQuantity"]) == (-22, 1)


def test_a_hotel_without_a_cashier_sends_none() -> None:
    bare = connection("http://127.0.0.1:1", cashier_id=None)
    body = charges_body(bare, "1", [FOOD], posting_reference="p", check_number="c", remark="r")
    assert "cashierId" not in body["criteria"]


def test_the_journal_is_asked_for_at_most_thirty_days() -> None:
    first = NOW - timedelta(days=90)
    query = dict(journal_query("p-1", first, NOW, 50))
    start, end = (date.fromisoformat(str(query[name])) for name in ("startDate", "endDate"))
    assert (end - start).days == 30
    assert end == date(2026, 11, 25)
    assert (query["limit"], query["offset"]) == (50, 50)
    young = dict(journal_query("p-1", NOW, NOW, 0))
    assert young["startDate"] == "2026-11-21"


def test_a_posting_is_there_when_every_line_is() -> None:
    receipt = receipt_of([line("2010"), line("2020", number=8)], "p-1", [FOOD, WINE])
    assert (receipt.copies, receipt.missing) == (1, ())
    assert receipt.transaction_numbers == ("7", "8")


def test_lines_of_another_reference_are_not_ours() -> None:
    postings = [line("2010", "p-10"), line("2020", "p-10")]
    assert receipt_of(postings, "p-1", [FOOD, WINE]).missing == (FOOD, WINE)


def test_what_opera_adds_under_codes_of_its_own_does_not_count() -> None:
    postings = [line("2010"), line("9910"), line("2020"), line("9920")]
    assert receipt_of(postings, "p-1", [FOOD, WINE]).copies == 1


def test_a_posting_of_which_half_is_there_misses_the_other_half() -> None:
    receipt = receipt_of([line("2020")], "p-1", [FOOD, WINE])
    assert (receipt.copies, receipt.missing) == (0, (FOOD,))


def test_copies_are_counted_whole() -> None:
    postings = [line("2010"), line("2020"), line("2010"), line("2020"), line("2010")]
    assert receipt_of(postings, "p-1", [FOOD, WINE]).copies == 2


def test_two_lines_of_one_code_need_two_lines_in_the_journal() -> None:
    twice = [FOOD, Charge("2010", Decimal("3.00"), "EUR")]
    assert receipt_of([line("2010")], "p-1", twice).missing == (twice[1],)
    assert receipt_of([line("2010")] * 2, "p-1", twice).copies == 1
    assert receipt_of([line("2010")] * 4, "p-1", twice).copies == 2


def test_the_reservation_is_read_from_the_journal_where_it_says() -> None:
    known = line("2010", guestInfo={"reservationId": {"id": 934171, "type": "Reservation"}})
    assert receipt_of([known], "p-1", [FOOD]).reservation_id == "934171"
    nobody = line("2010", guestInfo={"reservationId": None})
    assert receipt_of([nobody], "p-1", [FOOD]).reservation_id is None
