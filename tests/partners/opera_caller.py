"""A hotel for OPERA Cloud, and a caller that speaks its wire format by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from partners.opera.model import (
    Environment,
    Hotel,
    OperaSetup,
    Reservation,
    ReservationStatus,
    TransactionCode,
)

APP_KEY = "41ecd082-8997-4c69-af34-2f72b83645ff"
ENVIRONMENT = Environment(
    client_id="comptoir",
    client_secret="client secret",
    app_key=APP_KEY,
    username="integration",
    password="pass word",
    scope="urn:opc:hgbu:ws:__myscopes__",
    token_seconds=3600,
)
BUSINESS_DATE = date(2026, 11, 23)


def reservation(
    number: str, room: str, surname: str, given_name: str = "Anaïs", day: date = BUSINESS_DATE
) -> Reservation:
    """A stay from the day before `day` to two days after it."""
    return Reservation(
        reservation_id=number,
        confirmation=f"52{number}",
        profile_id=f"41{number}",
        room=room,
        given_name=given_name,
        surname=surname,
        language="fr",
        phone="+33639980000",
        arrival=day - timedelta(days=1),
        departure=day + timedelta(days=2),
    )


def opera_setup_of_today(*more: Reservation, token_seconds: int = 3600) -> OperaSetup:
    """The same hotel with today as its business date, and more guests: for whoever asks it about
    days around now."""
    today = datetime.now(UTC).date()
    setup = opera_setup(token_seconds, day=today)
    hotels = [hotel.model_copy(update={"business_date": None}) for hotel in setup.hotels]
    hotels[0] = hotels[0].model_copy(update={"reservations": [*hotels[0].reservations, *more]})
    return setup.model_copy(update={"hotels": hotels})


def opera_setup(token_seconds: int = 3600, day: date = BUSINESS_DATE) -> OperaSetup:
    """One hotel: sharers in 203, a no-post guest in 204, one who has left 205, one due in."""
    due_in = {"status": ReservationStatus.DUE_IN}
    gone = {"status": ReservationStatus.CHECKED_OUT}
    reservations = [
        reservation("934171", "203", "D'Hérouville", day=day),
        reservation("934172", "203", "Le Guennec", "Gaëlle", day),
        reservation("934173", "204", "Bassanini", "Matteo", day).model_copy(
            update={"no_post": True}
        ),
        reservation("934174", "205", "Jäger", "Sören", day).model_copy(update=gone),
        reservation("934175", "206", "Núñez", "Begoña", day).model_copy(update=due_in),
    ]
    codes = [
        TransactionCode(code="2010", description="Repas livrés, TVA 10 %"),
        TransactionCode(code="2020", description="Alcools livrés, TVA 20 %"),
    ]
    hotel = Hotel(
        hotel_id="LUMIERE",
        name="Hôtel Lumière",
        currency="EUR",
        business_date=day,
        transaction_codes=codes,
        reservations=reservations,
    )
    other = hotel.model_copy(update={"hotel_id": "AURORE", "reservations": []})
    environment = ENVIRONMENT.model_copy(update={"token_seconds": token_seconds})
    return OperaSetup(environment=environment, hotels=[hotel, other])


def charge_body(
    amount: float | str = 25.0,
    *,
    code: str = "2010",
    reference: str | None = "bridge-1",
    currency: str = "EUR",
    quantity: int = 1,
    reservation_id: str = "934171",
) -> dict[str, Any]:
    """`billingCharges` as the published guide words it."""
    return {
        "criteria": {
            "hotelId": "LUMIERE",
            "reservationId": {"id": reservation_id, "type": "Reservation", "idContext": "OPERA"},
            "cashierId": 113,
            "charges": [
                {
                    "transactionCode": code,
                    "price": {"amount": amount, "currencyCode": currency},
                    "postingQuantity": quantity,
                    "folioWindowNo": 1,
                    "checkNumber": "21112301",
                    "postingReference": reference,
                    "postingRemark": "Chez Lina",
                    "financialTransactionIdList": [{"id": "LUM-0042", "type": "Vendor trans ID"}],
                }
            ],
        }
    }


class OperaCaller:
    """Sends requests with the required headers, unless a test takes them away."""

    def __init__(self, http: httpx.AsyncClient, hotel_id: str = "LUMIERE") -> None:
        self.http = http
        self.hotel_id = hotel_id
        self.headers = {"x-app-key": APP_KEY, "x-hotelid": hotel_id}

    async def token(self, form: dict[str, str], **changed: Any) -> httpx.Response:
        given: dict[str, Any] = {
            "data": form,
            "auth": (ENVIRONMENT.client_id, ENVIRONMENT.client_secret),
            "headers": {"x-app-key": APP_KEY},
        }
        return await self.http.post("/oauth/v1/tokens", **(given | changed))

    async def sign_in(self) -> None:
        form = {"grant_type": "client_credentials", "scope": ENVIRONMENT.scope}
        response = await self.token(form)
        response.raise_for_status()
        self.headers["authorization"] = f"Bearer {response.json()['access_token']}"

    async def find(self, **query: Any) -> httpx.Response:
        return await self._get(f"/rsv/v1/hotels/{self.hotel_id}/reservations", query)

    async def post(self, body: Any, reservation_id: str = "934171", **options: Any) -> Any:
        url = f"/csh/v1/hotels/{self.hotel_id}/reservations/{reservation_id}/charges"
        return await self.http.post(url, json=body, headers=self.headers, **options)

    async def journal(self, **query: Any) -> httpx.Response:
        return await self._get(f"/csh/v1/hotels/{self.hotel_id}/financialPostings", query)

    async def folio(self, reservation_id: str, **query: Any) -> httpx.Response:
        path = f"/csh/v1/hotels/{self.hotel_id}/reservations/{reservation_id}/folios"
        return await self._get(path, query)

    async def codes(self, **query: Any) -> httpx.Response:
        return await self._get(f"/csh/v1/hotels/{self.hotel_id}/transactionCodes", query)

    async def _get(self, path: str, query: dict[str, Any]) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers)
