"""Posting, reversing, and looking up what was posted."""

from typing import Any

import pytest

from partners.client import PartnersClient
from tests.partners.opera_caller import OperaCaller, charge_body


async def test_a_charge_is_posted_and_recorded_in_minor_units(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    response = await opera.post(charge_body(59.9, reference="bridge-1"))

    assert response.status_code == 201
    line = response.json()["postings"][0]
    assert response.headers["location"].endswith(f"/transactions/{line['transactionNo']}")
    assert (line["reference"], line["checkNo"]) == ("bridge-1", "21112301")
    assert line["postedAmount"] == {"amount": 59.9, "currencyCode": "EUR"}
    (posting,) = await partners.postings()
    assert (posting.amount, posting.currency) == (5990, "EUR")
    assert (posting.hotel_id, posting.reservation_id, posting.room) == ("LUMIERE", "934171", "203")
    assert (posting.transaction_code, posting.cashier_id) == ("2010", 113)


async def test_the_same_reference_posts_twice_as_there_is_no_idempotency_key(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    first = await opera.post(charge_body(reference="bridge-1"))
    second = await opera.post(charge_body(reference="bridge-1"))

    assert (first.status_code, second.status_code) == (201, 201)
    assert [posting.amount for posting in await partners.postings()] == [2500, 2500]


async def test_a_negative_amount_or_quantity_reverses(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await opera.post(charge_body(25.0))
    negative = await opera.post(charge_body(-12.5))
    await opera.post(charge_body(12.5, quantity=-1))

    assert negative.json()["postings"][0]["creditAmount"]["amount"] == 12.5
    assert [posting.amount for posting in await partners.postings()] == [2500, -1250, -1250]


async def test_charges_of_one_request_are_posted_all_or_none(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    body = charge_body()
    body["criteria"]["charges"].append(charge_body(code="9999")["criteria"]["charges"][0])

    response = await opera.post(body)

    assert response.status_code == 400
    assert await partners.postings() == []


@pytest.mark.parametrize(
    ("reservation_id", "status"),
    [("934173", 400), ("934174", 400), ("934175", 400), ("000000", 404)],
    ids=["no post", "checked out", "not yet in house", "unknown"],
)
async def test_a_stay_that_cannot_be_charged_is_refused(
    partners: PartnersClient, opera: OperaCaller, reservation_id: str, status: int
) -> None:
    body = charge_body(reservation_id=reservation_id)

    response = await opera.post(body, reservation_id)

    assert response.status_code == status
    problem = response.json()
    assert problem["type"]
    assert problem["title"]
    assert problem["status"] == status
    assert problem["o:errorCode"]
    assert await partners.postings() == []


def _without_charges() -> dict[str, Any]:
    body = charge_body()
    body["criteria"]["charges"] = []
    return body


def _with_charge(**fields: Any) -> dict[str, Any]:
    body = charge_body()
    body["criteria"]["charges"][0].update(fields)
    return body


@pytest.mark.parametrize(
    "body",
    [
        charge_body(code="9999"),
        charge_body(currency="CHF"),
        charge_body(12.345),
        charge_body("25.00"),
        charge_body(reservation_id="934172"),
        _without_charges(),
        _with_charge(transactionCode=2010),
        _with_charge(checkNumber="x" * 201),
        {},
        [],
    ],
    ids=[
        "unknown code",
        "other currency",
        "a third decimal",
        "amount as text",
        "another stay than the path's",
        "no charge",
        "code as number",
        "check number too long",
        "empty",
        "no object",
    ],
)
async def test_a_charge_that_is_not_of_the_published_form_is_refused(
    partners: PartnersClient, opera: OperaCaller, body: Any
) -> None:
    response = await opera.post(body)

    assert response.status_code == 400
    assert response.json()["o:errorCode"]
    assert await partners.postings() == []


async def test_the_journal_finds_by_reference_anywhere_in_it(opera: OperaCaller) -> None:
    for reference in ("bridge-1", "bridge-10", "other-1"):
        await opera.post(charge_body(reference=reference))

    async def found(wild_card: str) -> list[str]:
        response = await opera.journal(referenceNumberWildCard=wild_card)
        if response.status_code == 204:
            return []
        return [line["reference"] for line in response.json()["journalPostings"]["postings"]]

    assert await found("bridge-1") == ["bridge-1", "bridge-10"]
    assert await found("b%10") == ["bridge-10"]
    assert await found("bridge.1") == []


async def test_the_journal_filters_by_check_room_code_and_date(opera: OperaCaller) -> None:
    await opera.post(charge_body(code="2010"))
    await opera.post(charge_body(code="2020"))

    async def count(**query: Any) -> int:
        response = await opera.journal(**query)
        return 0 if response.status_code == 204 else int(response.json()["totalResults"])

    assert await count(checkNumberWildCard="21112301") == 2
    assert await count(checkNumberWildCard="999") == 0
    assert await count(filterRoomNumber="203") == 2
    assert await count(filterRoomNumber="204") == 0
    assert await count(filterTransactionCode="2020") == 1
    assert await count(startDate="2026-11-23", endDate="2026-11-23") == 2
    assert await count(startDate="2026-11-24") == 0


async def test_the_journal_gives_fifty_lines_a_page_and_thirty_days(opera: OperaCaller) -> None:
    for _ in range(52):
        await opera.post(charge_body(1.0))

    first = (await opera.journal()).json()
    rest = (await opera.journal(offset="50")).json()

    assert (first["count"], first["hasMore"], first["totalResults"]) == (50, True, 52)
    assert (rest["count"], rest["hasMore"]) == (2, False)
    assert first["journalPostings"]["totalForAllPages"]["amount"] == 52
    assert (await opera.journal(limit="51")).status_code == 400
    too_long = await opera.journal(startDate="2026-10-01", endDate="2026-11-23")
    assert too_long.status_code == 400


async def test_another_hotel_does_not_see_the_postings(opera: OperaCaller) -> None:
    await opera.post(charge_body())

    opera.hotel_id = opera.headers["x-hotelid"] = "AURORE"

    assert (await opera.journal()).status_code == 204


async def test_the_folio_holds_the_balance_and_on_demand_the_postings(opera: OperaCaller) -> None:
    await opera.post(charge_body(25.0))
    await opera.post(charge_body(-5.0))

    plain = (await opera.folio("934171")).json()["reservationFolioInformation"]
    full = (await opera.folio("934171", fetchInstructions=["Postings", "Windowbalances"])).json()

    (window,) = plain["folioWindows"]
    assert window["balance"] == {"amount": 20.0, "currencyCode": "EUR"}
    assert "folios" not in window
    (window,) = full["reservationFolioInformation"]["folioWindows"]
    amounts = [line["postedAmount"]["amount"] for line in window["folios"][0]["postings"]]
    assert amounts == [25.0, -5.0]


async def test_there_is_no_folio_before_check_in(opera: OperaCaller) -> None:
    assert (await opera.folio("934175")).status_code == 204
    assert (await opera.folio("000000")).status_code == 404


async def test_transaction_codes_can_be_listed_and_looked_up(opera: OperaCaller) -> None:
    codes = (await opera.codes()).json()["trxCodes"]

    assert [code["transactionCode"] for code in codes] == ["2010", "2020"]
    assert (await opera.codes(code="2020")).json()["trxCodes"] == codes[1:]
    assert (await opera.codes(code="2999")).status_code == 204
