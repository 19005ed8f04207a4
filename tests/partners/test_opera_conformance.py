"""Every answer of the PMS simulator against the published specification."""

from typing import Any

import httpx
import pytest

from tests.partners.ohip_specification import (
    DATE_DEFECTS,
    answer_definition,
    date_defects,
    errors,
    specification,
)
from tests.partners.opera_caller import ENVIRONMENT, OperaCaller, charge_body

RESERVATIONS = "/hotels/{hotelId}/reservations"
CHARGES = "/hotels/{hotelId}/reservations/{reservationId}/charges"
FOLIOS = "/hotels/{hotelId}/reservations/{reservationId}/folios"
JOURNAL = "/hotels/{hotelId}/financialPostings"
CODES = "/hotels/{hotelId}/transactionCodes"


def _assert_conforms(response: httpx.Response, name: str, path: str, method: str = "get") -> None:
    definition = answer_definition(name, path, method, response.status_code)
    if definition is None:
        assert response.content == b""
    else:
        assert errors(name, definition, response.json()) == []


async def test_tokens_and_their_refusals_conform(opera: OperaCaller) -> None:
    form = {"grant_type": "client_credentials", "scope": ENVIRONMENT.scope}
    wrong = ("comptoir", "wrong")
    other_key = {"x-app-key": "52ecd082-8997-4c69-af34-2f72b83645ff"}
    answers = [
        await opera.token(form),
        await opera.token({}),
        await opera.token(form, auth=wrong),
        await opera.token(form, headers=other_key),
    ]

    assert [answer.status_code for answer in answers] == [200, 400, 401, 403]
    for answer in answers:
        _assert_conforms(answer, "oauth", "/tokens", "post")


async def test_reservations_and_their_refusals_conform(opera: OperaCaller) -> None:
    await opera.post(charge_body())
    answers = [
        await opera.find(),
        await opera.find(roomId="999"),
        await opera.find(limit="many"),
    ]
    opera.hotel_id = "NOWHERE"
    answers.append(await opera.find())
    opera.headers["authorization"] = "Bearer made-up"
    answers.append(await opera.find())

    assert [answer.status_code for answer in answers] == [200, 204, 400, 404, 401]
    for answer in answers:
        _assert_conforms(answer, "rsv.subset", RESERVATIONS)


async def test_charges_and_their_refusals_conform(opera: OperaCaller) -> None:
    answers = [
        await opera.post(charge_body()),
        await opera.post(charge_body(-3.2)),
        await opera.post(charge_body(code="9999")),
        await opera.post(charge_body(reservation_id="000000"), "000000"),
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 400, 404]
    for answer in answers:
        _assert_conforms(answer, "csh.subset", CHARGES, "post")


async def test_lookups_conform(opera: OperaCaller) -> None:
    empty = await opera.journal()
    await opera.post(charge_body())
    await opera.post(charge_body(-3.2))
    folio = await opera.folio("934171", fetchInstructions="Postings")
    conforming = [
        (empty, JOURNAL, 204),
        (await opera.journal(), JOURNAL, 200),
        (await opera.journal(limit="51"), JOURNAL, 400),
        (folio, FOLIOS, 200),
        (await opera.folio("934175"), FOLIOS, 204),
        (await opera.folio("000000"), FOLIOS, 404),
        (await opera.codes(), CODES, 200),
        (await opera.codes(code="2999"), CODES, 204),
    ]

    for answer, path, status in conforming:
        assert answer.status_code == status
        _assert_conforms(answer, "csh.subset", path)


def test_the_charge_that_tests_send_conforms() -> None:
    assert errors("csh.subset", "billingCharges", charge_body()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"postings": [{"transactionNumber": 1}]},
        {"postings": [{"transactionNo": "1"}]},
        {"postings": [{"postingDate": "23.11.2026"}]},
        {"postings": {}},
    ],
    ids=["misspelt field", "text for a number", "no ISO date", "no list"],
)
def test_the_check_fails_where_an_answer_is_wrong(wrong: dict[str, Any]) -> None:
    assert errors("csh.subset", "billingChargesDetails", wrong) != []


@pytest.mark.parametrize("name", sorted(DATE_DEFECTS))
def test_the_date_defect_is_as_widespread_as_we_know(name: str) -> None:
    assert date_defects(specification(name)["definitions"]) == DATE_DEFECTS[name]


async def test_only_the_date_defect_stands_between_an_answer_and_the_specification_as_it_is(
    opera: OperaCaller,
) -> None:
    answer = (await opera.post(charge_body())).json()

    found = errors("csh.subset", "billingChargesDetails", answer, corrected=False)

    day = "'2026-11-23' is too long"
    fields = ("postingDate", "revenueDate", "transactionDate")
    assert sorted(found) == [f"$.postings[0].{field}: {day}" for field in fields]
