"""What is charged, as OPERA wants it, and how to find it again (O16).

There is no idempotency key for charges: ours is the posting id in `postingReference`, looked up in
the hotel's journal. `checkNumber` is the order's short reference, which the guest reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.billing import FolioProblem
from contracts.money import Amount, in_main_units
from pms_bridge.connections import OperaConnection
from pms_bridge.opera.amounts import json_number
from pms_bridge.opera.failures import NotChargeable
from pms_bridge.opera.platform import Json


@dataclass(frozen=True, slots=True)
class Charge:
    """One tax line. A negative amount takes back."""

    transaction_code: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the hotel's journal holds under one reference.

    `copies` counts how often every charge is there; `missing` are the charges that are not.
    """

    copies: int
    missing: tuple[Charge, ...]
    transaction_numbers: tuple[str, ...]
    reservation_id: str | None


def charges_of(amount: Amount, connection: OperaConnection) -> tuple[Charge, ...]:
    """One charge per tax line. Raises `NotChargeable` where a rate has no transaction code."""
    currency = amount.currency
    return tuple(
        Charge(_code(line.rate, connection), in_main_units(line.gross, currency), currency)
        for line in amount.tax_lines
    )


def _code(rate: str, connection: OperaConnection) -> str:
    code = connection.transaction_code(rate)
    if code is None:
        detail = f"no transaction code is set for the tax rate {rate} %"
        raise NotChargeable(FolioProblem.INVALID_CODE, detail)
    return code


def charges_body(
    connection: OperaConnection,
    reservation_id: str,
    charges: Sequence[Charge],
    *,
    posting_reference: str,
    check_number: str,
    remark: str,
) -> Json:
    """The body of `postBillingCharges`. The sign is in the amount, never in the quantity."""
    criteria: Json = {
        "hotelId": connection.hotel_id,
        "reservationId": {"id": reservation_id, "type": "Reservation", "idContext": "OPERA"},
        "charges": [
            {
                "transactionCode": charge.transaction_code,
                "price": {"amount": json_number(charge.amount), "currencyCode": charge.currency},
                "postingQuantity": 1,
                "folioWindowNo": connection.folio_window,
                "checkNumber": check_number,
                "postingReference": posting_reference,
                "postingRemark": remark,
            }
            for charge in charges
        ],
    }
    if connection.cashier_id is not None:
        criteria["cashierId"] = connection.cashier_id
    return {"criteria": criteria}


def transaction_numbers(postings: Iterable[Any]) -> tuple[str, ...]:
    """The numbers in a list of `summaryPostingType` or `detailPostingType`, at most 100."""
    numbers = [str(posting["transactionNo"]) for posting in postings if "transactionNo" in posting]
    return tuple(numbers[:100])


def receipt_of(postings: Sequence[Json], reference: str, charges: Sequence[Charge]) -> Receipt:
    """What of `charges` is in the journal under exactly this reference.

    A wild card finds more than its own, so references are compared whole. Charges are told by their
    code alone: amounts may be shown without taxes that OPERA generates under codes of its own.
    """
    ours = [posting for posting in postings if posting.get("reference") == reference]
    found = Counter(str(posting.get("transactionCode")) for posting in ours)
    wanted = Counter(charge.transaction_code for charge in charges)
    left = Counter(found)
    missing = []
    for charge in charges:
        if left[charge.transaction_code] > 0:
            left[charge.transaction_code] -= 1
        else:
            missing.append(charge)
    return Receipt(
        copies=min(found[code] // number for code, number in wanted.items()),
        missing=tuple(missing),
        transaction_numbers=transaction_numbers(ours),
        reservation_id=next(filter(None, map(_reservation_id, ours)), None),
    )


def _reservation_id(posting: Json) -> str | None:
    known = (posting.get("guestInfo") or {}).get("reservationId") or {}
    return None if known.get("id") is None else str(known["id"])
