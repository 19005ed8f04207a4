"""Stock types and what belongs to them: openings, rates and supplements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from contracts.catalogue import SetOpenings, SetRates, SetStockTypes, SetSupplements
from contracts.selling import HORIZON_DAYS, Night, Opening, RateLine, Selling
from inventory.properties.model import Objection
from inventory.selling.model import twice


def with_stock_types(selling: Selling, message: SetStockTypes) -> Selling | Objection:
    """Replace them (R25 to R27). One that openings or rates are about is not taken away."""
    ids = [kind.id for kind in message.stock_types]
    objected = twice(ids, "stock_types")
    if objected is not None:
        return objected
    for name, users in (("openings", selling.openings), ("rates", selling.rates)):
        for user in users:
            if user.stock_type_id not in ids:
                return Objection(
                    "stock_types", f"{user.stock_type_id} still has {name}: take these away first"
                )
    return selling.model_copy(update={"stock_types": message.stock_types})


def with_openings(selling: Selling, message: SetOpenings, today: Night) -> Selling | Objection:
    """Replace them (R29, R30): each of a known stock type, within the planning, none over
    another."""
    objected = (
        twice([opening.id for opening in message.openings], "openings")
        or _of_unknown(selling, message.openings, "openings")
        or _too_far(message.openings, today)
        or _overlap(message.openings)
    )
    return objected or selling.model_copy(update={"openings": message.openings})


def with_rates(selling: Selling, message: SetRates) -> Selling | Objection:
    """Replace all prices (R31), each of a known stock type."""
    objected = twice([rate.id for rate in message.rates], "rates") or _of_unknown(
        selling, message.rates, "rates"
    )
    return objected or selling.model_copy(update={"rates": message.rates})


def with_supplements(selling: Selling, message: SetSupplements) -> Selling | Objection:
    """Replace the optional extras (R33)."""
    objected = twice([extra.id for extra in message.supplements], "supplements")
    return objected or selling.model_copy(update={"supplements": message.supplements})


def _of_unknown(
    selling: Selling, lines: Sequence[Opening | RateLine], field: str
) -> Objection | None:
    known = {kind.id for kind in selling.stock_types}
    for index, line in enumerate(lines):
        if line.stock_type_id not in known:
            return Objection(
                f"{field}.{index}.stock_type_id", f"there is no stock type {line.stock_type_id}"
            )
    return None


def _too_far(openings: Sequence[Opening], today: Night) -> Objection | None:
    last = today + dt.timedelta(days=HORIZON_DAYS - 1)
    for index, opening in enumerate(openings):
        if opening.last > last:
            return Objection(f"openings.{index}.last", f"the planning ends on {last}")
    return None


def _overlap(openings: Sequence[Opening]) -> Objection | None:
    """Two openings of one stock type on one night would leave open which of them counts."""
    for index, opening in enumerate(openings):
        for other in openings[:index]:
            if (
                other.stock_type_id == opening.stock_type_id
                and other.first <= opening.last
                and opening.first <= other.last
            ):
                return Objection(
                    f"openings.{index}.first",
                    f"overlaps {other.id}, which is from {other.first} to {other.last}",
                )
    return None
