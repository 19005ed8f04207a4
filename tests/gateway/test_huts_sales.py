"""What a hut has sold: list, search, totals, files."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from contracts.carts import Contact
from contracts.properties import Language
from gateway.access.roles import Role
from gateway.api.huts.sales_export import on_paper
from gateway.api.problems import Problem
from gateway.stays.model import STAYS, StayShare
from gateway.stays.paper import MOST_ON_PAPER, Paper
from gateway.stays.words import typed_for_stay, words_of_stay
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.support.huts import CONTACT, TODAY, cart, night


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        yield hut


def guest(surname: str, given_name: str, phone: str, mail: str) -> dict[str, str]:
    return {"surname": surname, "given_name": given_name, "phone": phone, "mail": mail}


ELODIE = guest("D'Aoste", "Élodie", "+33 6 12 34 56 78", "elodie@aoste.example")


async def found(hut: Hut, **query: Any) -> list[str]:
    return [stay["guest"] for stay in (await hut.get("/sales", **query))["stays"]]


@pytest.mark.feature("R39")
async def test_sales_are_listed_the_newest_first_and_found_by_what_one_knows(hut: Hut) -> None:
    first = await hut.book(2)
    await hut.book(1, contact=ELODIE, wish="firm")
    martin, elodie = "M. Martin Dupont", "Élodie D'Aoste"
    assert await found(hut) == [elodie, martin]
    assert await found(hut, q="dup mart") == [martin]
    assert await found(hut, q="D'AOSTE") == [elodie]
    assert await found(hut, q="elodie@aoste.example") == [elodie]
    assert await found(hut, q="06 12 34 56") == [elodie]
    assert await found(hut, q="+33612345678") == [elodie]
    assert await found(hut, q="0101010101") == [martin]
    assert await found(hut, q=first["reference"]) == [martin]
    assert await found(hut, q="nobody") == await found(hut, q="---") == []
    assert await found(hut, state="firm") == [elodie]
    assert await found(hut, state=["option", "firm"]) == [elodie, martin]
    assert await found(hut, q="dupont", state="firm") == []
    today = datetime.now(UTC).date()
    assert len(await found(hut, **{"from": str(today - timedelta(days=1))})) == 2
    assert await found(hut, to=str(today - timedelta(days=2))) == []


async def test_a_page_leads_to_the_next(hut: Hut) -> None:
    for n in range(5):
        await hut.book(1, n)
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = await hut.get("/sales", **query)
        seen += [stay["order_id"] for stay in page["stays"]]
        if "next" not in page:
            break
        query["cursor"] = page["next"]
    assert len(seen) == len(set(seen)) == 5
    words = await hut.get("/sales", q="dupont", limit=2)
    rest = await hut.get("/sales", q="dupont", limit=100, cursor=words["next"])
    assert [stay["order_id"] for stay in (*words["stays"], *rest["stays"])] == seen


@pytest.mark.feature("R41")
async def test_totals_keep_options_apart_from_what_is_firm(hut: Hut) -> None:
    option = await hut.book(1, 0)
    await hut.book(2, 1, wish="firm")
    gone = await hut.book(3, 2)
    await hut.post(f"/stays/{gone['order_id']}/cancel", {"reason": "orage"})
    totals = await hut.get("/sales/totals")
    assert totals["options"] == {"count": 1, "total": 2600}
    assert totals["firm"] == {"count": 1, "total": 5200}
    assert totals["all"] == {"count": 2, "total": 7800}
    (year,) = totals["years"]
    (month,) = year["months"]
    assert (year["year"], month["month"]) == (TODAY.year, f"{TODAY:%Y-%m}")
    assert month["all"] == year["all"] == totals["all"]
    await hut.post(f"/stays/{option['order_id']}/confirm", {})
    assert (await hut.get("/sales/totals"))["firm"] == {"count": 2, "total": 7800}


@pytest.mark.feature("R41")
async def test_totals_of_an_earlier_day_are_as_it_stood_then(hut: Hut) -> None:
    """Booked three days ago, made firm two days ago, cancelled yesterday."""
    done = await hut.book(2)
    path = f"/stays/{done['order_id']}"
    await hut.post(f"{path}/confirm", {})
    await hut.post(f"{path}/cancel", {"reason": "orage"})
    await moved_back(hut, done["order_id"], 3, 2, 1)

    async def totals(days_ago: int) -> tuple[int, int]:
        day = str(TODAY - timedelta(days=days_ago))
        said = await hut.get("/sales/totals", as_of=day)
        return said["options"]["total"], said["firm"]["total"]

    assert [await totals(days) for days in (4, 3, 2, 1, 0)] == [
        (0, 0),
        (5200, 0),
        (0, 5200),
        (0, 0),
        (0, 0),
    ]


async def moved_back(hut: Hut, order_id: str, *days_ago: int) -> None:
    """Have the steps of a stay lie some days back, the first of them its booking."""
    now = datetime.now(UTC).replace(microsecond=0)
    at = [(now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for days in days_ago]
    changes = {f"state.history.{n}.at": instant for n, instant in enumerate(at)}
    where = {"state.order_id": order_id}
    position = {"state.position": f"{at[0]}/{order_id}", "state.booked_at": at[0]}
    await hut.mountains.hotel.database.update("stays", where, {"$set": {**changes, **position}})


@pytest.mark.feature("R42")
async def test_the_sales_of_a_period_go_into_a_file(hut: Hut) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 2, "night": night(0)}]
    contact = {**CONTACT, "remark": "=1+1", "city": "Paris"}
    await hut.book(2, cart=cart(2, 0, supplements=extras), contact=contact)
    answer = await hut.client.get(f"{hut.at}/sales/export")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["guest"], row["city"], row["total"]) == ("M. Martin Dupont", "Paris", "76.00")
    assert row["bookings"] == f"2 x Adulte {night(0)}"
    assert row["supplements"] == f"2 x Pique-nique {night(0)}"
    assert (row["tax_lines"], row["remark"]) == ("10.00=76.00", "'=1+1")
    (stay,) = (await hut.get("/sales/export", format="json"))["stays"]
    assert (stay["total"]["amount"], stay["contact"]["city"]) == (7600, "Paris")
    none = await hut.get("/sales/export", format="json", state="expired")
    assert none == {"stays": []}


@pytest.mark.feature("R42")
async def test_the_sales_are_printed_in_the_language_that_was_asked_for(hut: Hut) -> None:
    contact = {**CONTACT, "surname": "Wójcik-Nguyễn", "given_name": "Łukasz"}
    option = await hut.book(2, contact=contact)
    gone = await hut.book(3, 1, wish="firm")
    await hut.post(f"/stays/{gone['order_id']}/cancel", {"reason": "orage"})
    today = str(TODAY)
    query = {"format": "pdf", "language": "it", "from": today}
    answer = await hut.client.get(f"{hut.at}/sales/export", params=query)
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    for said in ("M. Łukasz Wójcik-Nguyễn", option["reference"], "Opzione", "Annullata"):
        assert said in text
    # What was cancelled counts nowhere.
    assert text.count("52,00 EUR") == 3
    assert f"Prenotato dal {TODAY:%d/%m/%Y}" in text
    first_of_hut = await hut.client.get(f"{hut.at}/sales/export", params={"format": "pdf"})
    assert "Suivi des ventes" in PdfReader(io.BytesIO(first_of_hut.content)).pages[0].extract_text()


async def test_a_pdf_has_a_most_and_every_page_its_number(hut: Hut) -> None:
    await hut.book(1)
    (share,) = await hut.mountains.hotel.runtime.documents.find(STAYS, {}, limit=2)
    paper = Paper("Refuge", Language.EN, ZoneInfo("Europe/Paris"), datetime.now(UTC))

    async def pages(count: int) -> AsyncIterator[tuple[StayShare, ...]]:
        yield (share,) * count

    pdf = PdfReader(io.BytesIO(await on_paper(paper, pages(100))))
    assert "Page 4 / 4" in pdf.pages[-1].extract_text()
    assert len(pdf.pages) == 4
    await on_paper(paper, pages(MOST_ON_PAPER))
    with pytest.raises(Problem) as told:
        await on_paper(paper, pages(MOST_ON_PAPER + 1))
    assert told.value.status == 422


async def test_reception_sees_sales_and_no_totals(hotel: Hotel) -> None:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        assert (await hut.client.get(f"{hut.at}/sales")).status_code == 200
        for path in ("/sales/totals", "/sales/export"):
            assert (await hut.client.get(hut.at + path)).status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2027-02-02", "to": "2027-02-01"}, "query.to"),
        ({"state": "booked"}, "query.state.0"),
        ({"cursor": "%"}, "query.cursor"),
    ],
)
async def test_a_question_that_makes_no_sense_names_the_field(
    hut: Hut, query: dict[str, str], field: str
) -> None:
    answer = await hut.client.get(f"{hut.at}/sales", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("01 01 01 01 01", "0101"),
        ("+33 6 12 34 56 78", "06 12 34"),
        ("06.12.34.56.78", "0612345678"),
        ("0033 6 12 34 56 78", "+33 6 12"),
        ("(0) 612-345-678", "612345678"),
    ],
)
def test_a_number_is_found_however_it_is_written(phone: str, typed: str) -> None:
    contact = Contact.model_validate({**ELODIE, "phone": phone})
    words = words_of_stay("9K3TZ7", contact)
    assert all(any(word.startswith(one) for word in words) for one in typed_for_stay(typed))
