"""Three amounts per order: what the partner bills, what is owed, what the folio holds. Pure.

Owed is our ledger: the order's newest target. What people ticked off counts as held, as a person
said so; everything else is what the PMS shows under our references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from contracts.reconciliation import DayRead, Mismatch, MismatchReason
from pms_bridge.folio.model import Folio
from pms_bridge.folio.posting import Posting, PostingState
from pms_bridge.properties.model import Property
from pms_bridge.reconciliation.statement import Statement

MISMATCHES_AT_MOST = 500

# What the PMS shows per posting id, gross, in minor units; None where it could not be read.
Held = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Day:
    """All sides of one day. Folios and statements in another currency than the property's are
    never added up with the others."""

    of: Property
    day: date
    folios: Sequence[Folio]
    statements: Sequence[Statement]
    held: Held = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return self.of.sheet.currency


def to_read(folios: Iterable[Folio]) -> Iterator[tuple[Folio, Posting]]:
    """The postings that the PMS is asked about: those that it may hold."""
    for folio in folios:
        for posting in folio.postings:
            if posting.state is PostingState.POSTED or posting.in_flight:
                yield folio, posting


def compare(day: Day, now: datetime, request_id: str | None) -> DayRead:
    """What differs, and why as far as it can be told."""
    usual = [folio for folio in day.folios if folio.target.currency == day.currency]
    billed = {
        one.partner_id: one.charged() for one in day.statements if one.currency == day.currency
    }
    mismatches = list(_mismatches(day, usual, billed))
    held = [_folio_side(folio, day.held) for folio in usual]
    return DayRead(
        property_id=day.of.property_id,
        day=day.day,
        currency=day.currency,
        orders=len(day.folios),
        partner_total=sum(sum(lines.values()) for lines in billed.values()) if billed else None,
        ledger_total=sum(folio.target.total for folio in usual),
        folio_total=sum(amount or 0 for amount in held),
        mismatch_count=len(mismatches),
        mismatches=tuple(mismatches[:MISMATCHES_AT_MOST]),
        compared_at=now,
        request_id=request_id,
    )


def _mismatches(
    day: Day, usual: Sequence[Folio], billed: Mapping[str, Mapping[str, int]]
) -> Iterator[Mismatch]:
    for folio in sorted(day.folios, key=lambda one: (one.placed_at, one.order_id)):
        if folio.target.currency != day.currency:
            yield _in_another_currency(folio)
        elif mismatch := _of_order(folio, day.held, billed):
            yield mismatch
    yield from _not_ours(day, billed)
    yield from _without_statement(day, usual, billed)


def _of_order(folio: Folio, held: Held, billed: Mapping[str, Mapping[str, int]]) -> Mismatch | None:
    lines = billed.get(folio.partner_id or "")
    partner = None if lines is None else lines.get(folio.external_id or "")
    side = _folio_side(folio, held)
    reasons = [*_folio_reasons(folio, side, held)]
    if lines is not None:
        reasons += _partner_reasons(folio, partner)
    if not reasons:
        return None
    return Mismatch(
        order_id=folio.order_id,
        reference=folio.reference,
        external_id=folio.external_id,
        partner=partner,
        ledger=folio.target.total,
        folio=side,
        reasons=tuple(reasons),
    )


def _partner_reasons(folio: Folio, partner: int | None) -> list[MismatchReason]:
    owed = folio.target.total
    if partner is None:
        return [MismatchReason.PARTNER_MISSING] if owed else []
    return [MismatchReason.PARTNER_DIFFERS] if partner != owed else []


def _folio_side(folio: Folio, held: Held) -> int | None:
    """What the folio holds; None where part of it could not be read."""
    total = 0
    for posting in folio.postings:
        if posting.state is PostingState.BY_HAND:
            total += posting.amount.total
    for _, posting in to_read([folio]):
        shown = held.get(posting.posting_id)
        if shown is None:
            return None
        total += shown
    return total


def _folio_reasons(folio: Folio, side: int | None, held: Held) -> Iterator[MismatchReason]:
    owed = folio.target.total
    if side == owed:
        return
    if side is None:
        yield MismatchReason.FOLIO_UNREADABLE
        return
    open_one = folio.waiting or folio.in_flight
    if folio.waiting is not None:
        yield MismatchReason.WAITS_FOR_A_PERSON
    elif folio.in_flight is not None:
        yield MismatchReason.STILL_POSTING
    if open_one is not None and side + open_one.amount.total == owed:
        return  # that explains it all
    if _held_too_often(folio, held):
        yield MismatchReason.FOLIO_TWICE
    elif side == 0:
        yield MismatchReason.FOLIO_MISSING
    else:
        yield MismatchReason.FOLIO_DIFFERS


def _held_too_often(folio: Folio, held: Held) -> bool:
    """Whether the PMS shows a posting whole, more often than we know of."""
    for _, posting in to_read([folio]):
        shown, once = held.get(posting.posting_id), posting.amount.total
        if shown is not None and once and shown % once == 0 and shown // once > posting.copies:
            return True
    return False


def _not_ours(day: Day, billed: Mapping[str, Mapping[str, int]]) -> Iterator[Mismatch]:
    known = {(folio.partner_id, folio.external_id) for folio in day.folios}
    for partner_id, lines in sorted(billed.items()):
        for external_id, charged in sorted(lines.items()):
            if charged and (partner_id, external_id) not in known:
                yield Mismatch(
                    external_id=external_id,
                    partner=charged,
                    reasons=(MismatchReason.NOT_OURS,),
                )


def _without_statement(
    day: Day, usual: Sequence[Folio], billed: Mapping[str, Mapping[str, int]]
) -> Iterator[Mismatch]:
    """One line per partner that sent none, with what all its orders come to."""
    partners = {folio.partner_id for folio in usual if folio.partner_id and folio.target.total}
    for partner_id in sorted(partners - billed.keys()):
        theirs = [folio for folio in usual if folio.partner_id == partner_id]
        yield Mismatch(
            ledger=sum(folio.target.total for folio in theirs),
            folio=sum(_folio_side(folio, day.held) or 0 for folio in theirs),
            reasons=(MismatchReason.NO_STATEMENT,),
        )


def _in_another_currency(folio: Folio) -> Mismatch:
    """Its amounts cannot stand beside the others; a person was asked about it."""
    return Mismatch(
        order_id=folio.order_id,
        reference=folio.reference,
        external_id=folio.external_id,
        reasons=(MismatchReason.WAITS_FOR_A_PERSON,),
    )
