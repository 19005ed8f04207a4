"""The notices' table: what of an order's life is told, to whom, and once."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.chats import CourierMessageReceived
from contracts.claims import ClaimEnded
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPlaced,
    DeliveryReturned,
    DeliveryRoomChanged,
    ExpectedTimeChanged,
    ValidationCodeChanged,
)
from contracts.message import Message
from contracts.notices import Occasion
from contracts.refunds import DeliveryRefunded
from notifier.notices.announcing import announced, told, who_is_told
from notifier.notices.model import Announcement, OrderNotices, order_notices
from notifier.notices.saying import News, Order, Saying

Known = OrderNotices | None
Notices = Outcome[OrderNotices]


def life_of_an_order(*, guest_told_of_order: bool) -> HandlerTable:
    """The table of an order's events. `guest_told_of_order`: also by a text message when it is
    placed, not only when it is cancelled."""
    table = HandlerTable("notifier")

    @table.on(DeliveryPlaced, document=order_notices, reads=who_is_told)
    def order_was_placed(known: Known, message: DeliveryPlaced, context: Context) -> Notices:
        return placed(known, message, context, guest_told_of_order)

    table.on(CourierMessageReceived, document=order_notices, reads=who_is_told)(courier_wrote)
    table.on(CourierNear, document=order_notices, reads=who_is_told)(courier_is_near)
    table.on(DeliveryDelivered, document=order_notices, reads=who_is_told)(order_was_delivered)
    table.on(DeliveryCancelled, document=order_notices, reads=who_is_told)(order_was_cancelled)
    table.on(DeliveryFailed, document=order_notices, reads=who_is_told)(delivery_failed)
    table.on(DeliveryReturned, document=order_notices, reads=who_is_told)(delivery_returned)
    table.on(DeliveryRefunded, document=order_notices, reads=who_is_told)(order_was_refunded)
    table.on(ClaimEnded, document=order_notices, reads=who_is_told)(claim_ended)
    table.on(DeliveryRoomChanged, document=order_notices)(room_changed)
    table.on(ValidationCodeChanged, document=order_notices)(code_changed)
    table.on(ExpectedTimeChanged, document=order_notices)(expected_time_changed)
    table.on(CourierAssigned, document=order_notices)(courier_assigned)
    return table


def placed(known: Known, message: DeliveryPlaced, context: Context, guest_too: bool) -> Notices:
    """Tell the hotel of a new order (O05), and of what was heard of it before it was placed."""
    about = known or known_from(message)
    if about.order is not None:
        return Outcome()
    order = Order.of(message.reference, message.content)
    about = about.model_copy(update={"order": order, "guest_id": message.guest_id})
    new = Announcement(
        key=Occasion.NEW_ORDER,
        occasion=Occasion.NEW_ORDER,
        saying=Saying.NEW_ORDER,
        news=News(under_way=True),
        to_guest=Saying.GUEST_PLACED if guest_too else None,
        heard_at=context.now,
    )
    return told(about, order, [new, *about.announcements], context)


def courier_wrote(known: Known, message: CourierMessageReceived, context: Context) -> Notices:
    """Tell the hotel of each message of the courier's (O06)."""
    news = News(courier=message.courier_name, message=message.text, under_way=True)
    return _news(
        known, message, Occasion.COURIER_MESSAGE, context, about=message.message_id, news=news
    )


def courier_is_near(known: Known, message: CourierNear, context: Context) -> Notices:
    """Tell once that the courier is near: partners say it twice (O04)."""
    return _news(known, message, Occasion.COURIER_NEAR, context, news=News(under_way=True))


def order_was_delivered(known: Known, message: DeliveryDelivered, context: Context) -> Notices:
    about = (known or known_from(message)).model_copy(update={"delivered": True})
    return _news(about, message, Occasion.DELIVERED, context)


def order_was_cancelled(known: Known, message: DeliveryCancelled, context: Context) -> Notices:
    """Tell the hotel, and the guest by a text message (O21, O22)."""
    cancelled = Announcement(
        key=Occasion.CANCELLED,
        occasion=Occasion.CANCELLED,
        saying=Saying.CANCELLED,
        news=News(reason=message.reason),
        to_guest=Saying.GUEST_CANCELLED,
        heard_at=context.now,
    )
    return announced(known or known_from(message), cancelled, context)


def delivery_failed(known: Known, message: DeliveryFailed, context: Context) -> Notices:
    """The courier could not hand over the meal: the guest has none, and asks reception."""
    news = News(reason=message.reason)
    return _news(known, message, Occasion.DELIVERY_FAILED, context, news=news)


def delivery_returned(known: Known, message: DeliveryReturned, context: Context) -> Notices:
    """The meal went back to the restaurant, after it had failed or at once."""
    news = News(reason=message.reason)
    return _news(known, message, Occasion.DELIVERY_RETURNED, context, news=news)


def order_was_refunded(known: Known, message: DeliveryRefunded, context: Context) -> Notices:
    """Tell of each refund what it means for what is to be collected (O19, O20); before delivery,
    without its amount (O14)."""
    due = message.amount if known is not None and known.delivered else None
    news = News(
        reason=message.reason,
        amount=None if due is None else due.total,
        currency=None if due is None else due.currency,
    )
    saying = Saying.REFUNDED if message.in_full else Saying.PARTLY_REFUNDED
    about = _announced_as(known, message)
    return _news(known, message, Occasion.REFUNDED, context, about, saying=saying, news=news)


def _announced_as(known: Known, message: DeliveryRefunded) -> str:
    """The id under which the refund was announced before, if it had another one then."""
    names = (message.refund_id, *message.same_as)
    said = () if known is None else tuple(one.key for one in known.announcements)
    before = (name for name in names if f"{Occasion.REFUNDED}/{name}" in said)
    return next(before, message.refund_id)


def claim_ended(known: Known, message: ClaimEnded, context: Context) -> Notices:
    """Tell how a claim ended; a late decision is another end."""
    return _news(
        known,
        message,
        Occasion.CLAIM_ENDED,
        context,
        f"{message.claim_id}/{message.outcome}",
        saying=Saying(f"claim_{message.outcome}"),
        news=News(reason=message.note),
    )


def room_changed(known: Known, message: DeliveryRoomChanged, context: Context) -> Notices:
    return _now_known(known, room=message.room)


def code_changed(known: Known, message: ValidationCodeChanged, context: Context) -> Notices:
    return _now_known(known, validation_code=message.validation_code)


def expected_time_changed(known: Known, message: ExpectedTimeChanged, context: Context) -> Notices:
    return _now_known(known, expected_at=message.expected_at)


def courier_assigned(known: Known, message: CourierAssigned, context: Context) -> Notices:
    return _now_known(known, courier=message.courier.name)


def known_from(message: Message) -> OrderNotices:
    """What is known of an order of which something else than its placing is heard first."""
    return OrderNotices(order_id=message.key, property_id=message.property_id)


def _news(
    known: Known,
    message: Message,
    occasion: Occasion,
    context: Context,
    about: str = "",
    *,
    saying: Saying | None = None,
    news: News = News(),  # noqa: B008 - a frozen value, the same for everybody
) -> Notices:
    announcement = Announcement(
        key=f"{occasion}/{about}" if about else occasion,
        occasion=occasion,
        saying=saying or Saying(occasion),
        news=news,
        heard_at=context.now,
    )
    return announced(known or known_from(message), announcement, context)


def _now_known(known: Known, **facts: object) -> Notices:
    if known is None or known.order is None:
        return Outcome()
    return Outcome(known.model_copy(update={"order": known.order.changed(**facts)}))
