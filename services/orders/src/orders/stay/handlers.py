"""The stay's table: what people ask for, what the huts answer, which deadlines come."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.payments import PaymentAuthorised, PaymentFailed, PaymentSettled
from contracts.planning import PlacesHeld, PlacesRefused
from contracts.stay_requests import (
    BookStay,
    CancelStay,
    ChangeStay,
    ChargeStayCard,
    ConfirmStay,
    PayStay,
    PriceStay,
    ReleaseStayCard,
)
from contracts.stays import StayDeadline, StayDeadlineCame, StayPriced
from orders.stay import answers, ends, guarantee, paying, topping_up
from orders.stay.booking import objection_to_again, requested
from orders.stay.changing import (
    already_so,
    change_asked,
    objection_to_another,
    objection_to_request,
)
from orders.stay.conditions import objection_to_booking, objection_to_change
from orders.stay.huts import huts_of, huts_read
from orders.stay.model import Phase, Stay, stays
from orders.stay.objections import Objection, refused
from orders.stay.pricing import kept_of, price_of
from orders.stay.refunding import change_reads, gives_back, refunds_change, rules_read
from orders.stay.telling import is_so_already

table = HandlerTable("orders")


@table.on(PriceStay, document=stays, reads=huts_read)
def price(stay: Stay | None, message: PriceStay, context: Context) -> Outcome[Stay]:
    """Say what a cart costs now, or why it cannot be sold."""
    huts = huts_of(message, context)
    known = stay is not None and stay.phase.live and message.property_id in stay.properties
    kept = kept_of(stay.booked.price, huts) if stay is not None and known else {}
    priced = price_of(message.cart, huts, kept)
    if isinstance(priced, Objection):
        return _refusing(message, context, priced)
    id, order_id = message.property_id, message.order_id
    request_id = context.envelope.id
    told = StayPriced(property_id=id, order_id=order_id, request_id=request_id, price=priced)
    return Outcome(events=[told])


@table.on(BookStay, document=stays, reads=huts_read)
def book(stay: Stay | None, message: BookStay, context: Context) -> Outcome[Stay]:
    """Ask every hut of the cart for its places, or say why not (R44, R55)."""
    if stay is not None:
        again = objection_to_again(stay, message)
        return Outcome() if again is None else _refusing(message, context, again)
    huts = huts_of(message, context)
    priced = price_of(message.cart, huts, {})
    if isinstance(priced, Objection):
        return _refusing(message, context, priced)
    objection = objection_to_booking(message, huts, priced)
    if objection is not None:
        return _refusing(message, context, objection)
    return requested(message, context.envelope.id, priced, huts, context.now)


@table.on(ChangeStay, document=stays, reads=change_reads)
def change(stay: Stay | None, message: ChangeStay, context: Context) -> Outcome[Stay]:
    """Ask for the places of the new cart while the old ones are held, or say why not (R58)."""
    objection = objection_to_request(stay, message.property_id)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    huts, id = huts_of(message, context), context.envelope.id
    priced = price_of(message.cart, huts, kept_of(stay.booked.price, huts))
    if isinstance(priced, Objection):
        return _refusing(message, context, priced)
    objection = objection_to_another(stay) or objection_to_change(stay, message, huts, priced)
    if objection is not None:
        return _refusing(message, context, objection)
    if already_so(stay.booked, priced):
        return Outcome(events=[is_so_already(stay, id, context.now)])
    refund = refunds_change(stay, message, context)
    return change_asked(stay, message, id, priced, huts, context.now, refund=refund)


@table.on(PayStay, document=stays)
def pay(stay: Stay | None, message: PayStay, context: Context) -> Outcome[Stay]:
    """The guest pays what a change has made due, or is told why not."""
    objection = objection_to_request(stay, message.property_id)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    objection = topping_up.objection_to_paying(stay, message)
    if objection is not None:
        return _refusing(message, context, objection)
    return topping_up.asked(stay, message, context.envelope.id, context.now)


@table.on(ConfirmStay, document=stays)
def confirm(stay: Stay | None, message: ConfirmStay, context: Context) -> Outcome[Stay]:
    """Make an option firm."""
    objection = objection_to_request(stay, message.property_id)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    return ends.firm(stay, message, context.envelope.id, context.now)


@table.on(CancelStay, document=stays, reads=rules_read)
def cancel(stay: Stay | None, message: CancelStay, context: Context) -> Outcome[Stay]:
    """Give back all that the stay holds, once."""
    id, now = context.envelope.id, context.now
    objection = objection_to_request(stay, message.property_id)
    if stay is not None and message.property_id in stay.properties:
        if stay.phase is Phase.CANCELLED:
            return ends.said_again(stay, message, id)
        if paying.may_be_given_up(stay):
            return paying.given_up(stay, message, id, now)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    in_time = gives_back(stay, message, context)
    return ends.called_off(stay, message, id, now, stay.paid if in_time else 0, release=in_time)


@table.on(ChargeStayCard, document=stays)
def charge_card(stay: Stay | None, message: ChargeStayCard, context: Context) -> Outcome[Stay]:
    """The warden charges the card that is kept: a guest did not come (R57)."""
    objection = guarantee.objection_to_charging(stay, message)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    return guarantee.charged(stay, message, context.envelope.id, context.now)


@table.on(ReleaseStayCard, document=stays)
def release_card(stay: Stay | None, message: ReleaseStayCard, context: Context) -> Outcome[Stay]:
    objection = guarantee.objection_to_charging(stay, message)
    if stay is None or objection is not None:
        return _refusing(message, context, objection)
    return guarantee.released(stay, context.envelope.id, context.now)


@table.on(PaymentAuthorised, document=stays)
def payment_authorised(
    stay: Stay | None, message: PaymentAuthorised, context: Context
) -> Outcome[Stay]:
    """The guest has paid: the money is taken, or given back where the places are gone (R56)."""
    if topping_up.is_of(stay, message):
        return topping_up.authorised(stay, message, context.now)
    return paying.authorised(stay, message, context.now)


@table.on(PaymentSettled, document=stays)
def payment_settled(stay: Stay | None, message: PaymentSettled, context: Context) -> Outcome[Stay]:
    """Once the money is ours, the stay is firm."""
    if guarantee.is_of(stay, message):
        return guarantee.settled(stay, message, context.now)
    if topping_up.is_of(stay, message):
        return topping_up.settled(stay, message, context.now)
    return paying.settled(stay, message, context.now)


@table.on(PaymentFailed, document=stays)
def payment_failed(stay: Stay | None, message: PaymentFailed, context: Context) -> Outcome[Stay]:
    """The places are given back."""
    if guarantee.is_of(stay, message):
        return guarantee.failed(stay, message, context.now)
    if topping_up.is_of(stay, message):
        return topping_up.failed(stay, message, context.now)
    return paying.failed(stay, message, context.now)


@table.on(PlacesHeld, document=stays)
def places_held(stay: Stay | None, message: PlacesHeld, context: Context) -> Outcome[Stay]:
    """Once every hut holds its part, the stay is what was asked for."""
    asking = answers.awaited(stay, message.property_id, message.attempt)
    if stay is None or asking is None:
        return Outcome()
    return answers.held(stay, asking, message.property_id, context.now)


@table.on(PlacesRefused, document=stays)
def places_refused(stay: Stay | None, message: PlacesRefused, context: Context) -> Outcome[Stay]:
    """All or nothing: what the other huts hold for it is given back."""
    asking = answers.awaited(stay, message.property_id, message.attempt)
    if stay is None or asking is None:
        return Outcome()
    return answers.refused(stay, asking, message)


@table.on(StayDeadlineCame, document=stays)
def deadline_came(stay: Stay | None, message: StayDeadlineCame, context: Context) -> Outcome[Stay]:
    """A timer that comes late finds the stay moved on."""
    if stay is None:
        return Outcome()
    match message.deadline:
        case StayDeadline.ANSWERS:
            asking = stay.asking
            late = asking is None or asking.attempt != message.attempt
            return Outcome() if asking is None or late else answers.unanswered(stay, asking)
        case StayDeadline.REMINDER:
            return ends.reminded(stay)
        case StayDeadline.EXPIRY:
            return ends.lapsed(stay, context.now)
        case StayDeadline.PAYMENT:
            return _time_to_pay_is_over(stay, context)


def _time_to_pay_is_over(stay: Stay, context: Context) -> Outcome[Stay]:
    if stay.phase is Phase.PAYING:
        return paying.not_paid_in_time(stay, context.now)
    return topping_up.not_paid_in_time(stay, context.now)


Request = (
    PriceStay
    | BookStay
    | ChangeStay
    | ConfirmStay
    | CancelStay
    | PayStay
    | ChargeStayCard
    | ReleaseStayCard
)


def _refusing(
    message: Request,
    context: Context,
    objection: Objection | None,
) -> Outcome[Stay]:
    if objection is None:
        return Outcome()
    return Outcome(events=[refused(message, context.envelope.id, objection)])
