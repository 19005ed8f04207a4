"""`POST /csh/v1/hotels/{hotelId}/reservations/{reservationId}/charges` (`postBillingCharges`)."""

import json
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from partners.opera.access import admit
from partners.opera.cloud import OperaCloud
from partners.opera.model import Charge
from partners.opera.refusals import invalid
from partners.opera.wire import posting_line


def _is_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be a JSON number")
    return value


class _Wire(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Price(_Wire):
    amount: Annotated[Decimal, BeforeValidator(_is_number), Field(strict=False)]
    currency_code: str = Field(alias="currencyCode", min_length=3, max_length=20)


class _UniqueId(_Wire):
    id: str = Field(max_length=80)
    type: str = Field(default="", max_length=40)


class _Charge(_Wire):
    transaction_code: str = Field(alias="transactionCode", max_length=80)
    price: _Price
    posting_quantity: int = Field(default=1, alias="postingQuantity")
    posting_reference: str | None = Field(default=None, alias="postingReference", max_length=2000)
    posting_remark: str | None = Field(default=None, alias="postingRemark", max_length=2000)
    check_number: str | None = Field(default=None, alias="checkNumber", max_length=200)
    folio_window_no: int = Field(default=1, alias="folioWindowNo", ge=1, le=8)
    cashier_id: int | None = Field(default=None, alias="cashierId")
    ids: list[_UniqueId] = Field(default=[], alias="financialTransactionIdList", max_length=4000)


class _ReservationId(_Wire):
    id: str = Field(max_length=80)


class _Criteria(_Wire):
    hotel_id: str | None = Field(default=None, alias="hotelId", max_length=20)
    reservation_id: _ReservationId | None = Field(default=None, alias="reservationId")
    cashier_id: int | None = Field(default=None, alias="cashierId")
    charges: list[_Charge] = Field(min_length=1, max_length=4000)


class _BillingCharges(_Wire):
    criteria: _Criteria


class ChargeDesk:
    """Posts charges to a folio, every time it is asked to."""

    def __init__(self, cloud: OperaCloud) -> None:
        self._cloud = cloud

    async def post_billing_charges(
        self, request: Request, hotel_id: str, reservation_id: str
    ) -> Response:
        """201 with `billingChargesDetails`; 400 or 404 with `exceptionDetailType`."""
        book = await admit(self._cloud, request, hotel_id)
        criteria = _read(await request.body())
        _check_same("hotelId", criteria.hotel_id, hotel_id)
        named = None if criteria.reservation_id is None else criteria.reservation_id.id
        _check_same("reservationId", named, reservation_id)
        charges = [_charge(charge, criteria.cashier_id) for charge in criteria.charges]
        postings = self._cloud.post(book, reservation_id, charges)
        body = {"postings": [posting_line(posting) for posting in postings]}
        location = f"/csh/v1/hotels/{hotel_id}/transactions/{postings[0].transaction_no}"
        return Response(
            json.dumps(body),
            HTTPStatus.CREATED,
            headers={"location": location},
            media_type="application/json",
        )


def _read(body: bytes) -> _Criteria:
    try:
        data = json.loads(body, parse_float=Decimal)
        return _BillingCharges.model_validate(data).criteria
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise invalid(f"{place}: {first['msg']}") from error
    except ValueError as error:
        raise invalid("The body is not JSON.") from error


def _check_same(name: str, in_body: str | None, in_path: str) -> None:
    if in_body is not None and in_body != in_path:
        raise invalid(f"criteria.{name} is {in_body}, the path says {in_path}.")


def _charge(charge: _Charge, cashier_id: int | None) -> Charge:
    return Charge(
        transaction_code=charge.transaction_code,
        unit_price=charge.price.amount,
        currency=charge.price.currency_code,
        quantity=charge.posting_quantity,
        reference=charge.posting_reference,
        check_number=charge.check_number,
        remark=charge.posting_remark,
        folio_window=charge.folio_window_no,
        cashier_id=charge.cashier_id or cashier_id,
        external_ids=[unique.model_dump() for unique in charge.ids],
    )
