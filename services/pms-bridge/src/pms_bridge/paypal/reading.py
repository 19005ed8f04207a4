"""An order of PayPal's as it stands: what it holds for us, what is ours, what was given back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.money import in_main_units
from pms_bridge.paypal.platform import Json

# Enumerations of the published specifications.
# What is pending is held, too: it must not be forgotten where it is not wanted any more.
_HELD = frozenset({"CREATED", "PENDING", "CAPTURED", "PARTIALLY_CAPTURED"})
_CAPTURED = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})
_REFUNDED = frozenset({"COMPLETED", "PENDING"})


class PayPalOrder(NamedTuple):
    """`authorised`, `captured` and `refunded` are in minor units; the ids are of what can still be
    captured or voided, and refunded."""

    id: str
    status: str
    authorised: int
    captured: int
    refunded: int
    authorization_id: str | None
    capture_id: str | None
    denied: bool
    pay_at: str | None

    @classmethod
    def of(cls, said: Json, currency: str) -> PayPalOrder:
        authorizations = list(_payments(said, "authorizations"))
        captures = list(_payments(said, "captures"))
        refunds = list(_payments(said, "refunds"))
        return cls(
            id=str(said.get("id", "")),
            status=str(said.get("status", "")),
            authorised=_sum(authorizations, _HELD, currency),
            captured=_sum(captures, _CAPTURED, currency),
            refunded=_sum(refunds, _REFUNDED, currency),
            authorization_id=_id(authorizations, frozenset({"CREATED", "PENDING"})),
            capture_id=_id(captures, _CAPTURED),
            denied=any(one.get("status") == "DENIED" for one in authorizations),
            pay_at=_link(said, ("payer-action", "approve")),
        )


def value_of(amount: int, currency: str) -> Json:
    """PayPal's `money`: as many decimals as the currency has."""
    return {"currency_code": currency, "value": f"{in_main_units(amount, currency):f}"}


def _minor(money: Any, currency: str) -> int:
    """In minor units; nothing of money in another currency than ours."""
    if not isinstance(money, dict) or money.get("currency_code") != currency:
        return 0
    return int(Decimal(str(money.get("value", "0"))) / in_main_units(1, currency))


def _payments(said: Json, name: str) -> Iterator[Json]:
    for unit in said.get("purchase_units") or ():
        found = (unit.get("payments") or {}).get(name) if isinstance(unit, dict) else None
        yield from (one for one in found or () if isinstance(one, dict))


def _sum(found: list[Json], states: frozenset[str], currency: str) -> int:
    return sum(_minor(one.get("amount"), currency) for one in found if one.get("status") in states)


def _id(found: list[Json], states: frozenset[str]) -> str | None:
    return next((str(one["id"]) for one in found if one.get("status") in states), None)


def _link(said: Json, names: tuple[str, ...]) -> str | None:
    links = [one for one in said.get("links") or () if isinstance(one, dict)]
    return next((str(one["href"]) for one in links if one.get("rel") in names), None)
