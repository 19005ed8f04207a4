"""A hut's selling as it is now, and who changed which part of it last."""

from __future__ import annotations

from enum import StrEnum

from chassis.documents import Collection
from contracts.properties import PropertySheet
from contracts.selling import Selling
from gateway.huts.revised import RevisedView


class SellingPart(StrEnum):
    """What is changed by itself; named as the fields of `Selling` are."""

    RULES = "rules"
    TERMS = "terms"
    MAILS = "mails"
    STOCK_TYPES = "stock_types"
    OPENINGS = "openings"
    RATES = "rates"
    SUPPLEMENTS = "supplements"
    CLOSED = "closed"


class SellingView(RevisedView):
    selling: Selling


SELLING = Collection("selling", SellingView)


def not_selling_yet(property_id: str, sheet: PropertySheet) -> SellingView:
    """What a hut sells before anybody has said anything about it."""
    return SellingView(property_id=property_id, selling=Selling(currency=sheet.currency))


def parts_that_differ(one: Selling | None, other: Selling) -> tuple[SellingPart, ...]:
    """Which parts of the other are not as in the first; against nothing, all that say something."""
    known = one or Selling(currency=other.currency)
    return tuple(part for part in SellingPart if getattr(known, part) != getattr(other, part))
