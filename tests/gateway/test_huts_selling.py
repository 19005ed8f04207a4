"""What a hut sells: read and changed part by part, by whoever has seen it as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.support.huts import RATES, TYPES, night, openings, rate


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        yield hut


async def etag(hut: Hut, path: str) -> str:
    return str((await hut.client.get(hut.at + path)).headers["etag"])


async def test_a_hut_of_which_nothing_was_said_sells_nothing(hotel: Hotel) -> None:
    async with at_hut(hotel, furnished=False) as hut:
        sold = await hut.get("/selling")
    assert (sold["revision"], sold["selling"]["currency"]) == (0, "EUR")
    assert sold["selling"]["stock_types"] == []
    assert sold["selling"]["rules"]["mode"] == "pre_booking"


RULES = {
    "mode": "pre_booking",
    "deposit": {"kind": "percentage", "value": 30},
    "min_days_before": 2,
    "cut_off": "16:00",
    "group_from": 12,
}
MAILS = {
    "sender": "gardien@aigle.example",
    "texts": {"fr": {"booking_subject": "Votre réservation", "rates_intro": "Draps non fournis"}},
}


@pytest.mark.feature("R05", "R08", "R19", "R20", "R21", "R23")
async def test_rules_terms_and_mails_are_as_they_were_sent(hut: Hut) -> None:
    await hut.put("/rules", {"rules": RULES})
    rules = (await hut.get("/rules"))["rules"]
    assert rules.items() >= RULES.items()
    await hut.put("/mails", {"mails": MAILS})
    mails = (await hut.get("/mails"))["mails"]
    assert mails["sender"] == "gardien@aigle.example"
    assert mails["texts"]["fr"]["rates_intro"] == "Draps non fournis"
    await hut.put("/terms/fr", {"text": "Toute nuitée\nest due."})
    await hut.put("/terms/en", {"text": "Every night is due."})
    terms = await hut.get("/terms/fr")
    assert (terms["text"], terms["version"]) == ("Toute nuitée\nest due.", 2)
    assert terms["languages"] == ["fr", "en"]
    await hut.put("/terms/en", {"text": ""})
    assert (await hut.get("/terms/en"))["languages"] == ["fr"]


@pytest.mark.feature("R25", "R26", "R27", "R29", "R30", "R31", "R33")
async def test_stock_openings_and_prices_are_as_they_were_sent(hut: Hut) -> None:
    types = (await hut.get("/stock-types"))["stock_types"]
    assert [(one["name"], one["whole_from"]) for one in types] == [
        ("Dortoir", None),
        ("Chambre 4", 1),
    ]
    sold = await hut.get("/openings")
    assert [one["places"][0] for one in sold["openings"]] == [15, 4]
    rates = (await hut.get("/rates"))["rates"]
    assert [(one["unit_amount"], one["tax_rate"]) for one in rates] == [
        (2600, "10.00"),
        (4000, "10.00"),
    ]
    assert (await hut.get("/supplements"))["supplements"][0]["unit_amount"] == 1200


@pytest.mark.feature("R24")
async def test_ticked_nights_are_closed_whatever_the_openings_say(hut: Hut) -> None:
    shut = [night(1), night(3)]
    await hut.put("/closures", {"closed": shut})
    assert (await hut.get("/closures"))["closed"] == shut
    grid = await hut.get("/planning", **{"from": night(), "days": 5})
    assert grid["closing"] == [None, "calendar", None, "calendar", None]
    await hut.put("/closures", {"closed": [night(3)]})
    assert (await hut.get("/closures"))["closed"] == [night(3)]
    assert await hut.left(n=1) == 15


async def test_a_retry_changes_nothing_more(hut: Hut) -> None:
    body = {"rates": [rate("adulte", "dortoir", 2700)]}
    first = await hut.send("PUT", "/rates", body, key="k-1")
    again = await hut.send("PUT", "/rates", body, key="k-1")
    assert (first.status_code, first.content) == (200, again.content)
    assert (await hut.put("/rates", body))["changed"] is False


async def test_who_has_seen_a_part_as_it_is_changes_it(hut: Hut) -> None:
    seen = await etag(hut, "/rates")
    await hut.put("/rules", {"rules": RULES})
    saved = await hut.send("PUT", "/rates", {"rates": RATES["rates"][:1]}, **{"If-Match": seen})
    assert saved.status_code == 200
    assert saved.headers["etag"] == f'"{saved.json()["revision"]}"' == await etag(hut, "/rates")


async def test_who_was_slower_is_told_what_was_changed_and_by_whom(hut: Hut) -> None:
    seen = await etag(hut, "/rates")
    await hut.put("/rates", {"rates": [rate("adulte", "dortoir", 2700)]})
    late = await hut.send("PUT", "/rates", RATES, **{"If-Match": seen})
    problem = late.json()
    assert (late.status_code, problem["type"]) == (409, "urn:comptoir:problem:changed-meanwhile")
    (changed,) = problem["changed"]
    assert (changed["part"], changed["by"]) == ("rates", "warden@aigle.example")
    assert changed["revision"] == problem["revision"]
    assert (await hut.get("/rates"))["rates"][0]["unit_amount"] == 2700
    wrong = await hut.send("PUT", "/rates", RATES, **{"If-Match": "yesterday"})
    assert wrong.json()["errors"][0]["field"] == "header.If-Match"


async def test_an_opening_never_undercuts_what_is_sold_unawares(hut: Hut) -> None:
    await hut.book(8, 0, 1)
    refused = await hut.send("PUT", "/openings", openings(places=5))
    problem = refused.json()
    assert (refused.status_code, problem["errors"][0]["field"]) == (409, "undercut")
    assert [short["night"] for short in problem["nights"]] == [night(0), night(1)]
    assert (problem["nights"][0]["sold"], problem["nights_count"]) == (8, 2)
    assert (await hut.get("/openings"))["openings"][0]["places"][0] == 15
    saved = await hut.put("/openings", {**openings(places=5), "undercut": True})
    assert (saved["undercut_count"], saved["undercut"][0]["places"]) == (2, 5)
    assert await hut.left(n=2) == 5


async def test_a_closure_over_what_is_sold_names_the_nights(hut: Hut) -> None:
    await hut.book(2)
    refused = (await hut.send("PUT", "/closures", {"closed": [night()]})).json()
    assert [short["night"] for short in refused["nights"]] == [night()]
    await hut.put("/closures", {"closed": [night()], "undercut": True})
    assert (await hut.day())["day"]["closing"] == "calendar"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/rules", {"rules": {"mode": "perhaps"}}, "rules.mode"),
        ("/rules", {"rules": {"deposit": {"kind": "percentage", "value": 0}}}, "rules.deposit"),
        ("/rules", {"rules": {"cut_off": "25:00"}}, "rules.cut_off"),
        ("/terms/fr", {"text": "a\u0000b"}, "text"),
        ("/terms/la", {"text": "pacta"}, "path.language"),
        ("/mails", {"mails": {"sender": "nobody"}}, "mails.sender"),
        ("/stock-types", {"stock_types": [{"id": "A b", "name": "A"}]}, "stock_types.0.id"),
        ("/openings", {"openings": [{"id": "x"}]}, "openings.0.stock_type_id"),
        ("/rates", {"rates": [rate("a", "dortoir", -1)]}, "rates.0.unit_amount"),
        ("/rates", {"rates": [rate("a", "dortoir", 1, maximum=0)]}, "rates.0"),
        ("/supplements", {"supplements": [{**rate("a", "b", 1)}]}, "supplements.0.stock_type_id"),
        ("/closures", {"closed": ["1 July"]}, "closed.0"),
        ("/closures", {"closed": [], "undercut": "yes"}, "undercut"),
    ],
)
async def test_a_part_that_cannot_be_names_the_field(
    hut: Hut, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await hut.send("PUT", path, body)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/rates", {"rates": [rate("adulte", "grenier", 2600)]}),
        ("/openings", {"openings": openings()["openings"] * 2}),
        ("/stock-types", {"stock_types": TYPES["stock_types"] * 2}),
    ],
)
async def test_what_does_not_fit_the_rest_is_refused_with_a_field_and_a_reason(
    hut: Hut, path: str, body: dict[str, Any]
) -> None:
    refused = await hut.send("PUT", path, body)
    (error,) = refused.json()["errors"]
    assert refused.status_code == 409
    assert error["field"]
    assert error["reason"]


async def test_reception_reads_what_is_sold_and_changes_none_of_it(hotel: Hotel) -> None:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        assert (await hut.get("/rates"))["rates"]
        for path, body in (("/rates", RATES), ("/closures", {"closed": [night()]})):
            assert (await hut.send("PUT", path, body)).status_code == 403
