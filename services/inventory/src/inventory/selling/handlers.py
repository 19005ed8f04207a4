"""The selling's table: one part of it is replaced, or the request is refused naming the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts import topics
from contracts.catalogue import (
    SetClosures,
    SetMails,
    SetOpenings,
    SetRates,
    SetRules,
    SetStockTypes,
    SetSupplements,
    SetTerms,
)
from contracts.planning import day_id_of
from inventory.planning.days import days
from inventory.selling.changing import (
    Asked,
    carry_out,
    house_of,
    not_today,
    planning_nights,
    selling_of,
)
from inventory.selling.closures import with_closures
from inventory.selling.model import as_told, sellings
from inventory.selling.rules import with_mails, with_rules, with_terms
from inventory.selling.stock_types import (
    with_openings,
    with_rates,
    with_stock_types,
    with_supplements,
)

table = HandlerTable("inventory")
table.state(sellings, topics.INVENTORY_SELLING_STATE)(as_told)

Replanning = SetStockTypes | SetOpenings | SetClosures


def _nights(message: Replanning) -> Sequence[Any]:
    if isinstance(message, SetClosures):
        return tuple(dict.fromkeys((*message.close, *message.reopen)))
    return planning_nights(message.today)


def _with_days(message: Replanning) -> Sequence[Ref[Any]]:
    ids = (day_id_of(message.property_id, night) for night in _nights(message))
    return (*selling_of(message), *map(days.ref, ids))


@table.on_many(SetRules, touches=selling_of, reads=house_of)
def set_rules(documents: Documents, message: SetRules, context: Context) -> Changes:
    """Mode, means of payment, deposit and constraints (R08, R19, R23)."""
    asked = Asked(documents, message, context)
    return carry_out(asked, lambda selling, _: with_rules(selling, message))


@table.on_many(SetTerms, touches=selling_of, reads=house_of)
def set_terms(documents: Documents, message: SetTerms, context: Context) -> Changes:
    """The terms of sale in one language (R05)."""
    asked = Asked(documents, message, context)
    return carry_out(asked, lambda selling, _: with_terms(selling, message))


@table.on_many(SetMails, touches=selling_of, reads=house_of)
def set_mails(documents: Documents, message: SetMails, context: Context) -> Changes:
    """Sender and texts of the automatic mails (R20, R21)."""
    asked = Asked(documents, message, context)
    return carry_out(asked, lambda selling, _: with_mails(selling, message))


@table.on_many(SetRates, touches=selling_of, reads=house_of)
def set_rates(documents: Documents, message: SetRates, context: Context) -> Changes:
    """Prices per person and night (R31)."""
    asked = Asked(documents, message, context)
    return carry_out(asked, lambda selling, _: with_rates(selling, message))


@table.on_many(SetSupplements, touches=selling_of, reads=house_of)
def set_supplements(documents: Documents, message: SetSupplements, context: Context) -> Changes:
    """Optional extras (R33)."""
    asked = Asked(documents, message, context)
    return carry_out(asked, lambda selling, _: with_supplements(selling, message))


@table.on_many(SetStockTypes, touches=_with_days, reads=house_of)
def set_stock_types(documents: Documents, message: SetStockTypes, context: Context) -> Changes:
    """Dormitories and categories of rooms (R25 to R27); the planning follows."""
    asked = Asked(documents, message, context, _nights(message), message.undercut)
    return carry_out(
        asked,
        lambda selling, today: (
            not_today(message.today, today) or with_stock_types(selling, message)
        ),
    )


@table.on_many(SetOpenings, touches=_with_days, reads=house_of)
def set_openings(documents: Documents, message: SetOpenings, context: Context) -> Changes:
    """First and last nights and places per weekday (R29, R30); the planning follows."""
    asked = Asked(documents, message, context, _nights(message), message.undercut)
    return carry_out(
        asked,
        lambda selling, today: (
            not_today(message.today, today) or with_openings(selling, message, today)
        ),
    )


@table.on_many(SetClosures, touches=_with_days, reads=house_of)
def set_closures(documents: Documents, message: SetClosures, context: Context) -> Changes:
    """Nights that are closed whatever else is said (R24); the planning follows."""
    asked = Asked(documents, message, context, _nights(message), message.undercut)
    return carry_out(asked, lambda selling, today: with_closures(selling, message, today))
