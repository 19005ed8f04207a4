"""What is asked of two huts while the evening goes on: stays booked, changed, confirmed, cancelled,
and options that nobody confirms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from chassis.identity import derived_id
from chassis.records import Outgoing
from contracts.carts import Cart, Contact, NightWanted, StaySource, Wish
from contracts.catalogue import SetOpenings, SetRates, SetRules, SetStockTypes
from contracts.message import Message
from contracts.payments import CheckPayment
from contracts.properties import DefineProperty, Language, PropertyKind, PropertySheet
from contracts.selling import BookingMode, Opening, PaymentMeans, RateLine, Rules, StockType
from contracts.stay_requests import BookStay, CancelStay, ChangeStay, ConfirmStay, PayStay
from tests.simulation.evening import BEGIN, in_use, instant, names_in_use, record
from tests.simulation.faults import Dice, Fault

STAYS = 12
# Seconds over which people book, and within which they think again.
BOOKING = 6.0
THINKING = 12.0
# Within which word of a payment comes, and how often.
PAYING, LOOKS = 24.0, 4
FROM_THE_WEB = frozenset({Wish.PRE_BOOKING, Wish.BOOKING})
SOURCE = "/gateway/api"
ARRIVAL = date(2027, 7, 1)
NIGHTS = tuple(ARRIVAL + timedelta(days=n) for n in range(3))
# Few enough for some to find nothing. One booking takes the whole room.
BEDS = {"dormitory": 9, "room": 4}
RATES = (
    ("adult", "dormitory", 2600),
    ("child", "dormitory", 2000),
    ("room", "room", 4000),
)
OPTION_DAYS = 2
# When every option has lapsed, and been reminded of before.
LATER = timedelta(days=OPTION_DAYS, minutes=5)
HUTS = tuple(next(iter(names_in_use(pattern))) for pattern in ("hut-{}", "refuge-{}"))


@dataclass(slots=True)
class Season:
    """`asked` are the requests by their ids, `script` what arrives when, in seconds from the first
    order on."""

    orders: list[str] = field(default_factory=list)
    asked: dict[str, Message] = field(default_factory=dict)
    script: list[tuple[float, Outgoing]] = field(default_factory=list)

    def ask(self, dice: Dice, at: float, id: str, message: Message) -> None:
        request = record(message, id, SOURCE, instant(max(0.0, at)))
        self.asked[id] = message
        self.script.append((max(0.0, at), request))
        if dice.hits(Fault.STAY_REQUEST_REPEATED):
            self.script.append((max(0.0, at) + dice.between(0, THINKING), request))


def hut_definitions() -> list[Outgoing]:
    """The two huts themselves."""
    sheet = PropertySheet(
        name="Simulated",
        kind=PropertyKind.HUT,
        languages=(Language.FR,),
        currency="EUR",
        time_zone="Europe/Paris",
    )
    return [
        record(DefineProperty(property_id=id, sheet=sheet), f"define-{id}", SOURCE, BEGIN)
        for id in HUTS
    ]


def hut_sellings() -> list[Outgoing]:
    """What the two huts sell: nothing is asked of them before it is known."""
    return [
        record(message, f"{message.TYPE}-{id}", SOURCE, BEGIN)
        for id in HUTS
        for message in _selling(id)
    ]


def _selling(id: str) -> Iterable[Message]:
    kinds = (
        StockType(id="dormitory", name="Dormitory"),
        StockType(id="room", name="Room", whole_from=1),
    )
    openings = tuple(
        Opening(id=kind, stock_type_id=kind, first=NIGHTS[0], last=NIGHTS[-1], places=(beds,) * 7)
        for kind, beds in BEDS.items()
    )
    rates = tuple(
        RateLine(
            id=rate,
            stock_type_id=kind,
            name={Language.FR: rate},
            maximum=BEDS[kind],
            unit_amount=amount,
            tax_rate="10.00",
        )
        for rate, kind, amount in RATES
    )
    rules = Rules(
        option_days=OPTION_DAYS,
        reminder_days=1,
        mode=BookingMode.BOOKING,
        payment_means=(PaymentMeans.PAYPAL,),
    )
    yield SetStockTypes(property_id=id, stock_types=kinds, today=BEGIN.date())
    yield SetOpenings(property_id=id, openings=openings, today=BEGIN.date())
    yield SetRules(property_id=id, rules=rules)
    yield SetRates(property_id=id, rates=rates)


def plan_season(dice: Dice) -> Season:
    """Who wants to stay, and what they do about it later."""
    season = Season()
    ids = (f"stay-{number}" for number in range(10_000))
    for order_id in (id for id in ids if in_use(id)):
        if len(season.orders) == STAYS:
            break
        season.orders.append(order_id)
        _live(season, dice, order_id)
    season.script.sort(key=lambda entry: entry[0])
    return season


def _live(season: Season, dice: Dice, order_id: str) -> None:
    """One stay: booked, perhaps changed once or twice, perhaps confirmed or cancelled."""
    at, cart = dice.between(0, BOOKING), _cart(dice)
    home = cart.nights[0].property_id
    wish = dice.random.choice((Wish.OPTION, Wish.FIRM, Wish.PRE_BOOKING, *(Wish.BOOKING,) * 2))
    if wish is Wish.BOOKING:
        cart = Cart(nights=tuple(one for one in cart.nights if one.property_id == home))
        _look_at_payment(season, dice, at, order_id, home)
    season.ask(dice, at, f"{order_id}-book", _booking(order_id, cart, wish))
    for n in range(dice.random.choice((0, 0, 1, 1, 2))):
        changed = _cart(dice, home)
        changing = ChangeStay(property_id=home, order_id=order_id, cart=changed)
        season.ask(dice, at + dice.between(0, THINKING), f"{order_id}-change-{n}", changing)
        dearer = _price(changed) - _price(cart)
        if wish is Wish.BOOKING and n == 0 and dearer > 0:
            _top_up(season, dice, at + THINKING, order_id, home, dearer)
    if dice.random.random() < 0.3:
        firm = ConfirmStay(property_id=home, order_id=order_id)
        season.ask(dice, at + dice.between(0, THINKING), f"{order_id}-confirm", firm)
    if dice.random.random() < 0.3:
        over = CancelStay(property_id=home, order_id=order_id, reason="Weather")
        season.ask(dice, at + dice.between(0, THINKING), f"{order_id}-cancel", over)


def _top_up(season: Season, dice: Dice, at: float, order_id: str, home: str, dearer: int) -> None:
    """The guest goes to pay what a change has made due: so much, if it came about and nothing else
    did."""
    request = f"{order_id}-pay"
    back = "https://comptoir.example/back"
    paying = PayStay(property_id=home, order_id=order_id, expected=dearer, return_to=back)
    season.ask(dice, at + dice.between(0, THINKING), request, paying)
    payment_id = derived_id("stay-payment", order_id, request)
    check = CheckPayment(property_id=home, order_id=order_id, payment_id=payment_id)
    for n in range(LOOKS):
        then = at + THINKING + dice.between(0, PAYING)
        season.script.append((then, record(check, f"{request}-look-{n}", SOURCE, instant(then))))


def _price(cart: Cart) -> int:
    amounts = {rate: amount for rate, _, amount in RATES}
    return sum(night.persons * amounts[night.rate_id] for night in cart.nights)


def _look_at_payment(season: Season, dice: Dice, at: float, order_id: str, home: str) -> None:
    """Word of a payment comes as it likes: its guest is back, a webhook, the same again."""
    payment_id = derived_id("stay-payment", order_id)
    check = CheckPayment(property_id=home, order_id=order_id, payment_id=payment_id)
    for n in range(LOOKS):
        then = at + dice.between(0, PAYING)
        word = record(check, f"{order_id}-look-{n}", SOURCE, instant(then))
        season.script.append((then, word))


def _booking(order_id: str, cart: Cart, wish: Wish) -> BookStay:
    return BookStay(
        property_id=cart.nights[0].property_id,
        order_id=order_id,
        guest_id=f"guest-of-{order_id}",
        cart=cart,
        contact=Contact(surname="Guest", given_name="A", phone="0101010101", mail="a@example.org"),
        wish=wish,
        source=StaySource.WEB if wish in FROM_THE_WEB else StaySource.DESK,
        language=Language.FR,
        payment_means=PaymentMeans.PAYPAL if wish is Wish.BOOKING else None,
        return_to="https://comptoir.example/back" if wish is Wish.BOOKING else None,
    )


def _cart(dice: Dice, home: str | None = None) -> Cart:
    """Some nights, the first of them at `home`, so that the hut which asked stays the stay's."""
    first = _night(dice, home or dice.random.choice(HUTS))
    more = (_night(dice, dice.random.choice(HUTS)) for _ in range(dice.random.randint(0, 2)))
    return Cart(nights=(first, *more))


def _night(dice: Dice, property_id: str) -> NightWanted:
    return NightWanted(
        property_id=property_id,
        night=dice.random.choice(NIGHTS),
        rate_id=dice.random.choice(("adult", "adult", "child", "room")),
        persons=dice.random.randint(1, 3),
    )
