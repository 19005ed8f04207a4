"""The one rule of billing: post the difference, until there is none."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.outcome import Outcome
from contracts.billing import FolioNeedsAttention, FolioProblem, FolioSettled
from contracts.message import Message
from contracts.money import Amount
from pms_bridge.folio.charge import post_charge
from pms_bridge.folio.model import Folio, PostingState
from pms_bridge.properties.model import Property


def converge(
    folio: Folio, of: Property | None, posting_id: str, told: Sequence[Message] = ()
) -> Outcome[Folio]:
    """Take the next step towards the target, after saying `told`.

    While a posting is on its way nothing is added: its report brings us back here. A property that
    is not known yet is taken for one that is charged by us; the carrier waits for it to be known.
    """
    if folio.in_flight is not None:
        return Outcome(folio, told)
    difference = folio.difference()
    if not difference.tax_lines:
        return _settle(folio, told)
    if of is not None and not of.takes_charges:
        return _give_to_a_person(folio, difference, posting_id, told)
    asked = folio.with_posting(posting_id, difference, PostingState.REQUESTED)
    return Outcome(asked, told, [post_charge(folio, posting_id, difference)])


def _settle(folio: Folio, told: Sequence[Message]) -> Outcome[Folio]:
    """Said once per target, and never of what people were asked to post: that we cannot know."""
    if folio.settled == folio.target_number or folio.left_to_people:
        return Outcome(folio, told)
    settled = FolioSettled(
        property_id=folio.property_id, order_id=folio.order_id, amount=folio.target
    )
    return Outcome(folio.announced(), [*told, settled])


def _give_to_a_person(
    folio: Folio, difference: Amount, posting_id: str, told: Sequence[Message]
) -> Outcome[Folio]:
    attention = FolioNeedsAttention(
        property_id=folio.property_id,
        order_id=folio.order_id,
        posting_id=posting_id,
        problem=FolioProblem.NOT_CONNECTED,
        detail="the property's PMS takes no charges from here",
        amount=difference,
    )
    given = folio.with_posting(posting_id, difference, PostingState.BY_HAND)
    return Outcome(given, [*told, attention])
