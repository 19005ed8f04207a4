"""What a hut has sold, over the real processes: found again, summed up, and taken away."""

from __future__ import annotations

import csv
import io
import secrets
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from tests.support.bench import eventually
from tests.support.huts import HutDesk, night

HUT = "refuge-nerez"


@pytest.fixture
def desk(api: httpx.AsyncClient) -> HutDesk:
    """One of the demo's huts, by a program's key."""
    return HutDesk(api, HUT)


class Guest:
    """Somebody whom no other test knows."""

    def __init__(self) -> None:
        letters = (chr(ord("a") + byte % 26) for byte in secrets.token_bytes(9))
        self.surname = "Z" + "".join(letters)
        self.phone = f"+33 6 39 98 {secrets.randbelow(100):02} {secrets.randbelow(100):02}"
        self.mail = f"{self.surname.lower()}@courrier.example"

    @property
    def contact(self) -> dict[str, str]:
        named = {"surname": self.surname, "given_name": "Łucja"}
        return {**named, "phone": self.phone, "mail": self.mail}


async def booked(desk: HutDesk, guest: Guest, wish: str, n: int) -> Any:
    """A stay of two in the dormitory, once the sales have it."""
    done = await desk.book(2, n, contact=guest.contact, wish=wish, send_mail=False)

    async def listed() -> bool:
        return bool((await desk.get("/sales", q=done["reference"]))["stays"])

    await eventually(listed, f"{done['reference']} is in the sales")
    return done


@pytest.mark.feature("R39")
async def test_sales_come_the_latest_first_and_are_found_by_whoever_calls(desk: HutDesk) -> None:
    guest = Guest()
    first = await booked(desk, guest, "option", 3)
    second = await booked(desk, guest, "firm", 4)
    latest = [stay["order_id"] for stay in (await desk.get("/sales", limit=2))["stays"]]
    assert latest == [second["order_id"], first["order_id"]]
    for known in (guest.surname[:5], guest.mail, guest.phone):
        found = (await desk.get("/sales", q=known))["stays"]
        assert {first["order_id"], second["order_id"]} <= {stay["order_id"] for stay in found}
    (option,) = (await desk.get("/sales", q=guest.surname, state="option"))["stays"]
    assert (option["reference"], option["persons"]) == (first["reference"], 2)
    assert (await desk.get("/sales", q=guest.surname, to="2020-01-01"))["stays"] == []


@pytest.mark.feature("R41")
async def test_the_archive_keeps_options_apart_until_they_are_firm(desk: HutDesk) -> None:
    before = await desk.get("/sales/totals")
    stay = await booked(desk, Guest(), "option", 5)
    assert await grown(desk, before) == {"options": 5200, "firm": 0, "all": 5200}
    await desk.post(f"/stays/{stay['order_id']}/confirm", {"send_mail": False})

    async def firm() -> bool:
        return await grown(desk, before) == {"options": 0, "firm": 5200, "all": 5200}

    await eventually(firm, "the option is counted as firm")
    totals = await desk.get("/sales/totals")
    months = [month for year in totals["years"] for month in year["months"]]
    for part in ("options", "firm", "all"):
        assert sum(month[part]["total"] for month in months) == totals[part]["total"]
    yesterday = await desk.get("/sales/totals", as_of="2020-01-01")
    assert yesterday["all"] == {"count": 0, "total": 0}


async def grown(desk: HutDesk, before: Any) -> dict[str, int]:
    now = await desk.get("/sales/totals")
    return {part: now[part]["total"] - before[part]["total"] for part in ("options", "firm", "all")}


@pytest.mark.feature("R42")
async def test_the_sales_of_a_period_leave_as_csv_json_and_pdf(desk: HutDesk) -> None:
    guest = Guest()
    done = await booked(desk, guest, "firm", 6)
    asked = {"q": guest.surname, "from": "2020-01-01"}
    answer = await desk.client.get(f"{desk.at}/sales/export", params=asked)
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["reference"], row["total"], row["first_night"]) == (
        *(done["reference"], "52.00"),
        night(6),
    )
    (stay,) = (await desk.get("/sales/export", format="json", **asked))["stays"]
    assert stay["total"] == {"amount": 5200, "currency": "EUR"}
    paper = await desk.client.get(
        f"{desk.at}/sales/export", params={**asked, "format": "pdf", "language": "de"}
    )
    assert paper.headers["content-type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(paper.content)).pages
    text = page.extract_text()
    for said in ("Verkäufe", done["reference"], f"Łucja {guest.surname}", "Fest gebucht"):
        assert said in text
    assert "52,00 EUR" in text
