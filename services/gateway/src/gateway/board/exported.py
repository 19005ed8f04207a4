"""An order as a line of a file: for a spreadsheet, or for a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from contracts.message import Instant
from contracts.money import Amount, in_main_units
from contracts.personal import Personal
from gateway.board.billing import Shares, shares_of
from gateway.board.card import Answer, TotalDue, card_of, content_of, owed, shows_amounts
from gateway.board.ledger import FolioState
from gateway.board.model import OrderView
from gateway.board.stages import OrderKind, OrderStatus, Stage

COLUMNS = (
    *("reference", "external_id", "kind", "status", "stage", "placed_at", "ended_at", "room"),
    *("guest", "restaurant", "currency", "ordered", "refunded", "to_collect", "tax_lines"),
    *("folio", "order_id"),
)
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class ExportedOrder(Answer):
    """One order of the JSON file; amounts in minor units, there once it was delivered (O14).
    `ordered` less `refunded` is `to_collect`, unless nothing is owed."""

    order_id: str
    reference: str
    external_id: str
    partner_id: str
    kind: OrderKind
    status: OrderStatus
    stage: Stage
    placed_at: Instant
    ended_at: Instant | None = None
    room: str
    guest: Annotated[str, Personal]
    restaurant: str
    folio: FolioState
    total_due: TotalDue
    ordered: Shares | None = None
    refunded: Shares | None = None
    to_collect: Shares | None = None


def exported(view: OrderView) -> str:
    """The order as JSON on one line. Raises `NotPlaced`."""
    card, content, shown = card_of(view), content_of(view), shows_amounts(view)
    order = ExportedOrder(
        order_id=view.order_id,
        reference=card.reference,
        external_id=content.external_id,
        partner_id=content.partner_id,
        kind=view.kind,
        status=view.status,
        stage=view.stage,
        placed_at=content.placed_at,
        ended_at=view.ended_at,
        room=card.room,
        guest=card.guest,
        restaurant=card.restaurant,
        folio=view.folio.state,
        total_due=card.total_due,
        ordered=shares_of(content.amount) if shown else None,
        refunded=shares_of(_refunded(view)) if shown else None,
        to_collect=shares_of(owed(view)) if shown else None,
    )
    return order.model_dump_json(exclude_none=True)


def row_of(view: OrderView, zone: ZoneInfo) -> Sequence[str]:
    """The order as a line of the CSV file, amounts in main units and times in the property's zone.
    Raises `NotPlaced`."""
    card, content = card_of(view), content_of(view)
    return (
        *(harmless(text) for text in (card.reference, content.external_id)),
        *(str(word) for word in (view.kind, view.status, view.stage)),
        *(local(instant, zone) for instant in (content.placed_at, view.ended_at)),
        *(harmless(text) for text in (card.room, card.guest, card.restaurant)),
        *_amounts(view),
        str(view.folio.state),
        view.order_id,
    )


def harmless(text: str) -> str:
    """A text as a spreadsheet shows it and never computes it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _refunded(view: OrderView) -> Amount:
    refunded = Amount.nothing(content_of(view).amount.currency)
    for refund in view.refunds:
        refunded = refunded.plus(refund.amount)
    return refunded


def _amounts(view: OrderView) -> tuple[str, str, str, str, str]:
    ordered = content_of(view).amount
    currency = ordered.currency
    if not shows_amounts(view):
        return (currency, "", "", "", "")
    to_collect = owed(view)
    sums = (ordered.total, _refunded(view).total, to_collect.total)
    one, two, three = (f"{in_main_units(total, currency):f}" for total in sums)
    lines = (
        f"{line.rate}={in_main_units(line.gross, currency):f}" for line in to_collect.tax_lines
    )
    return (currency, one, two, three, ";".join(lines))


def local(instant: datetime | None, zone: ZoneInfo) -> str:
    """An instant as the property's clocks showed it; nothing where there is none."""
    return "" if instant is None else instant.astimezone(zone).isoformat(timespec="seconds")
