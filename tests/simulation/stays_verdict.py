"""What must hold of the stays after an evening: every bed sold once, everybody answered once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from contracts import topics
from contracts.carts import Wish
from contracts.planning import PlanningDayChanged
from contracts.stay_payments import StayAwaitsPayment
from contracts.stays import StayBooked, StayCancelled, StayChanged, StayConfirmed, StayRefused
from gateway.stays.model import STAYS, StayShare, stay_id_of
from inventory.planning.days import days
from notifier.notices.sending import NoticeState
from notifier.stays.model import stay_mails
from orders.stay.model import Payment, Phase, Stay, stays
from orders.stay.places import places_at
from pms_bridge.payments.model import payments
from tests.simulation.books import Books
from tests.simulation.relay import mailbox_of

ANSWERS = (
    *(StayBooked, StayChanged, StayConfirmed, StayCancelled, StayRefused),
    StayAwaitsPayment,
)
# A hut, a night, a stock type.
Spot = tuple[str, date, str]


def judge_stays(books: Books) -> Iterator[str]:
    """Everything that is wrong with them; nothing in an evening without."""
    yield from _ends(books)
    yield from _answers(books)
    yield from _plannings(books)
    yield from _told(books)
    yield from _shares(books)
    yield from _money(books)
    yield from _mails(books)


def _known(books: Books) -> Iterator[Stay]:
    for id in books.season.orders:
        stay = books.state("orders", stays, id)
        if stay is not None:
            yield stay


def _ends(books: Books) -> Iterator[str]:
    """No stay is in between, and no option has outlived its time."""
    for stay in _known(books):
        if stay.phase is Phase.PAYING:
            yield f"stay {stay.order_id} still waits for its guest to pay"
        if stay.phase is Phase.REQUESTED or stay.asking is not None:
            yield f"stay {stay.order_id} still waits for its huts"
        if stay.phase is Phase.OPTION:
            yield f"stay {stay.order_id} is an option after its time"


def _answers(books: Books) -> Iterator[str]:
    answered: Counter[str] = Counter()
    for said in books.sayings.once(topics.ORDERS_STAY_EVENTS.name):
        message = said.message()
        if isinstance(message, ANSWERS) and not _was_paid(message):
            answered[message.request_id] += 1
    for id in books.season.asked:
        if answered[id] != 1:
            yield f"request {id} was answered {answered[id]} times"


def _was_paid(message: object) -> bool:
    """What a payment led to answers nobody: the booking was answered when it was to be paid."""
    return isinstance(message, StayBooked) and message.wish is Wish.BOOKING


def _money(books: Books) -> Iterator[str]:
    """A guest has paid for the bed that they have, once, and nothing for one that they have not."""
    for stay in _known(books):
        for payment in stay.payments:
            yield from _payment(books, stay, payment)
        yield from _kept(stay)


def _payment(books: Books, stay: Stay, payment: Payment) -> Iterator[str]:
    """What the provider has of it is what is to be kept, taken once."""
    purse = books.purses.known.get(payment.payment_id)
    if purse is None:
        return
    if purse.captures > 1 or purse.held:
        yield f"{purse.held} held for stay {stay.order_id}, captured {purse.captures} times"
    if purse.ours != payment.keep:
        yield f"{purse.ours} of stay {stay.order_id} is ours, not {payment.keep}"
    known = books.state("pms-bridge", payments, payment.payment_id)
    if known is None or not known.is_settled:
        yield f"the payment of stay {stay.order_id} is not settled: {known}"


def _kept(stay: Stay) -> Iterator[str]:
    """All of a stay that nobody has changed; of any other, no more than it costs; else nothing."""
    payment = stay.payment
    if payment is None:
        return
    most = stay.booked.price.total if stay.holding and stay.phase is Phase.FIRM else 0
    unchanged = bool(stay.holding) and stay.booked.attempt == 1 and not stay.more
    least = most if unchanged else min(most, 1)
    if not least <= stay.paid <= most:
        yield f"{stay.paid} is kept of stay {stay.order_id}, which is {stay.phase}"


def _mails(books: Books) -> Iterator[str]:
    """Each mail about a stay has ended, and went out once unless nobody could know that it had."""
    for stay in _known(books):
        known = books.state("notifier", stay_mails, stay.order_id)
        if known is None:
            if stay.firm_at is not None or stay.phase is Phase.OPTION:
                yield f"nobody was written to about stay {stay.order_id}"
            continue
        for mail in known.mails:
            taken = books.mailbox.taken[mail.notice_id, mailbox_of(mail.audience)]
            if mail.state is NoticeState.REQUESTED:
                yield f"nobody knows what became of a mail about stay {stay.order_id}"
            if taken > 1 and mail.notice_id not in books.mailbox.doubtful:
                yield f"a mail about stay {stay.order_id} went out {taken} times"


def _plannings(books: Books) -> Iterator[str]:
    """What each night has sold is what the living stays hold of it, booking by booking."""
    held, sold = _held(books), _sold(books)
    for spot in sorted(held.keys() | sold.keys()):
        if held.get(spot) != sold.get(spot):
            yield f"{spot} has sold {sold.get(spot)}, but stays hold {held.get(spot)}"


def _held(books: Books) -> dict[Spot, Counter[int]]:
    """How many bookings of which size the living stays are."""
    held: dict[Spot, Counter[int]] = {}
    for stay in _known(books):
        for property_id in stay.booked.properties if stay.phase.live else ():
            for place in places_at(stay.booked, property_id):
                spot = (property_id, place.night, place.stock_type_id)
                held.setdefault(spot, Counter())[place.persons] += 1
    return held


def _sold(books: Books) -> dict[Spot, Counter[int]]:
    """How many of which size the plannings have."""
    sold: dict[Spot, Counter[int]] = {}
    for id in books.rows("inventory", days.name):
        day = books.state("inventory", days, id)
        if day is None:
            continue
        for kind, stock in day.stock.items():
            if stock.stays:
                sold[day.property_id, day.night, kind] = Counter(stock.stays)
    return sold


def _told(books: Books) -> Iterator[str]:
    """What was last told of each night is what its document holds, and nothing is oversold."""
    newest: dict[str, PlanningDayChanged] = {}
    for said in books.sayings.once(topics.INVENTORY_PLANNING_EVENTS.name):
        message = said.message()
        if isinstance(message, PlanningDayChanged):
            newest[message.day_id] = message
            for line in message.stock:
                if line.sold > line.places:
                    yield f"{message.day_id} was oversold: {line.sold} of {line.places}"
    for id, told in newest.items():
        day = books.state("inventory", days, id)
        for line in told.stock:
            known = day.of(line.stock_type_id).stays if day else {}
            persons = sum(size * count for size, count in known.items())
            if (line.persons, line.bookings) != (persons, sum(known.values())):
                yield f"{id} is not told as it is"


def _shares(books: Books) -> Iterator[str]:
    """Each hut's page shows its share of a stay as the stay is."""
    for stay in _known(books):
        unpaid = stay.payment is not None and stay.firm_at is None
        if stay.phase is Phase.REFUSED or unpaid:
            continue
        for property_id in stay.booked.properties:
            id = stay_id_of(property_id, stay.order_id)
            share: StayShare | None = books.state("gateway", STAYS, id)
            total = sum(
                line.total for line in stay.booked.price.lines if line.property_id == property_id
            )
            if share is None or (share.state.value, share.total) != (stay.phase.value, total):
                yield f"{id} is not shown as it is"
