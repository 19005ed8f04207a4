"""The one rule of billing: post the difference, until there is none."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.outcome import Context, Outcome
from contracts.billing import FolioProblem, FolioSettled
from contracts.message import Message
from contracts.money import Amount
from pms_bridge.folio.attention import attention
from pms_bridge.folio.charge import post_charge
from pms_bridge.folio.model import Folio
from pms_bridge.properties.model import Property

_WHY = {
    FolioProblem.NOT_CONNECTED: "the property's PMS takes no charges from here",
    FolioProblem.POSTED_BY_HAND: "it was posted by hand before; take it back where it was posted",
}


def converge(
    folio: Folio, of: Property | None, context: Context, told: Sequence[Message] = ()
) -> Outcome[Folio]:
    """Take the next step towards the target, after saying `told`.

    While a posting is on its way nothing is added, and while a person is asked neither: the report
    or the person's answer brings us back here. A property that is not known yet is taken for one
    that is charged by us; the carrier waits for it to be known.
    """
    if folio.in_flight is not None or folio.waiting is not None:
        return Outcome(folio, told)
    difference = folio.difference()
    if not difference.tax_lines:
        return _settle(folio, told)
    problem = _left_to_a_person(folio, of, difference)
    if problem is not None:
        return _ask_a_person(folio, difference, problem, context, told)
    posting_id = context.new_id()
    asked = folio.asking_pms(posting_id, difference, context.now)
    return Outcome(asked, told, [post_charge(asked, posting_id)])


def _settle(folio: Folio, told: Sequence[Message]) -> Outcome[Folio]:
    """Said once per target."""
    if folio.settled == folio.target_number:
        return Outcome(folio, told)
    settled = FolioSettled(
        property_id=folio.property_id, order_id=folio.order_id, amount=folio.target
    )
    return Outcome(folio.announced(), [*told, settled])


def _left_to_a_person(folio: Folio, of: Property | None, difference: Amount) -> FolioProblem | None:
    """Why the PMS is not asked, if it is not (C12)."""
    if of is not None and not of.takes_charges:
        return FolioProblem.NOT_CONNECTED
    takes_back = any(line.gross < 0 for line in difference.tax_lines)
    if takes_back and folio.known_to_people_only:
        return FolioProblem.POSTED_BY_HAND
    return None


def _ask_a_person(
    folio: Folio,
    difference: Amount,
    problem: FolioProblem,
    context: Context,
    told: Sequence[Message],
) -> Outcome[Folio]:
    posting_id = context.new_id()
    asked = folio.asking_person(posting_id, difference, context.now, problem)
    return Outcome(asked, [*told, attention(asked, posting_id, _WHY[problem])])
