"""What is passed on to an order's page, and what is said of how that ended."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.chats import CourierMessageSent
from contracts.claims import ClaimEnded, ClaimOpened, ClaimOutcome
from contracts.deliveries import DeliveryContent, DeliveryPlaced, Origin
from contracts.handovers import HandoverDone, HandoverKind, PartnerNotTold, PartnerTold
from pms_bridge.partner.callbacks import (
    Callback,
    ChatMessage,
    Claim,
    ClaimWithdrawal,
    OrderPlaced,
)
from pms_bridge.partner.handover import hand_over
from pms_bridge.partner.model import (
    Handovers,
    HandoverState,
    UnknownHandover,
    handovers,
)

table = HandlerTable("pms-bridge")

TOO_MUCH_WAITS = "too much waits for this partner already; call them"


@table.on(DeliveryPlaced, document=handovers)
def order_placed(
    known: Handovers | None, message: DeliveryPlaced, context: Context
) -> Outcome[Handovers]:
    """An order that the hotel placed is the page's to carry out; a guest's came from there."""
    if message.content.origin is not Origin.HOTEL:
        return Outcome()
    order = known or _of_order(message.order_id, message.content)
    return _pass_on(order, OrderPlaced.of(message, context.new_id()), message.order_id, context)


@table.on(CourierMessageSent, document=handovers)
def message_sent(
    known: Handovers | None, message: CourierMessageSent, context: Context
) -> Outcome[Handovers]:
    """The page has the courier's ear (O08, O09)."""
    order = known or _of_order(message.order_id, message)
    return _pass_on(order, ChatMessage.of(message, context.new_id()), message.message_id, context)


@table.on(ClaimOpened, document=handovers)
def claim_opened(
    known: Handovers | None, message: ClaimOpened, context: Context
) -> Outcome[Handovers]:
    """The page decides the claim, or puts it to the courier company (O19, O23)."""
    order = known or _of_order(message.order_id, message)
    return _pass_on(order, Claim.of(message, context.new_id()), message.claim_id, context)


@table.on(ClaimEnded, document=handovers)
def claim_ended(
    known: Handovers | None, message: ClaimEnded, context: Context
) -> Outcome[Handovers]:
    """A page is told that a claim was withdrawn, unless it never took the claim. Every other end is
    its own, or silence."""
    if message.outcome is not ClaimOutcome.WITHDRAWN:
        return Outcome()
    claim = None if known is None else known.found(HandoverKind.CLAIM, message.claim_id)
    if known is None or claim is None:
        raise UnknownHandover(f"order {message.order_id} has no claim {message.claim_id}")
    if claim.state is HandoverState.NOT_TOLD:
        return Outcome()
    withdrawal = ClaimWithdrawal.of(message, known.external_id, context.new_id())
    return _pass_on(known, withdrawal, message.claim_id, context)


@table.on(HandoverDone, document=handovers)
def handover_done(
    known: Handovers | None, message: HandoverDone, context: Context
) -> Outcome[Handovers]:
    """Said once, well or not; where the page did not take it, a person calls them."""
    if known is None:
        raise UnknownHandover(f"order {message.order_id} has nothing handed over")
    ended = known.ended(message)
    about = message.model_dump(exclude={"refusal"})
    if message.refusal is None:
        return Outcome(ended, [PartnerTold(**about)])
    return Outcome(ended, [PartnerNotTold(**about, reason=message.refusal)])


def _of_order(
    order_id: str, named: DeliveryContent | CourierMessageSent | ClaimOpened
) -> Handovers:
    return Handovers(order_id=order_id, partner_id=named.partner_id, external_id=named.external_id)


def _pass_on(
    order: Handovers, callback: Callback, about_id: str, context: Context
) -> Outcome[Handovers]:
    """Ask for it once; where too much waits already, say so at once."""
    if order.found(callback.KIND, about_id) is not None:
        return Outcome()
    if order.full:
        return Outcome(order, [_not_told(callback, about_id)])
    effect = hand_over(callback, about_id, order.partner_id, context.now)
    return Outcome(order.asked(callback.KIND, about_id), effects=[effect])


def _not_told(callback: Callback, about_id: str) -> PartnerNotTold:
    return PartnerNotTold(
        property_id=callback.property_id,
        order_id=callback.order_id,
        kind=callback.KIND,
        about_id=about_id,
        reason=TOO_MUCH_WAITS,
    )
