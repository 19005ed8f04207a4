"""On which conditions a hut takes a booking: its mode, groups, terms of sale, the price shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from contracts.carts import AcceptedTerms, Cart, Price, StaySource, Wish
from contracts.message import PropertyId
from contracts.money import in_main_units
from contracts.selling import BookingMode, Night
from contracts.stay_requests import BookStay, ChangeStay
from contracts.stays import StayRefusal
from orders.stay.huts import Hut, Huts
from orders.stay.model import Stay
from orders.stay.objections import Objection

# What the house itself books for its guests, by telephone or at the door (R44, R50).
LOCAL = frozenset({Wish.OPTION, Wish.FIRM})


def objection_to_booking(message: BookStay, huts: Huts, price: Price) -> Objection | None:
    """The first condition that a booking does not meet; None where it meets all."""
    return next(_about_a_booking(message, huts, price), None)


def objection_to_change(
    stay: Stay, message: ChangeStay, huts: Huts, price: Price
) -> Objection | None:
    """The first condition that a change does not meet; None where it meets all."""
    return next(_about_a_change(stay, message, huts, price), None)


def by_guest(message: BookStay | ChangeStay) -> bool:
    """Whether a guest asks, whom lead times, group limit and terms bind."""
    if isinstance(message, BookStay):
        return message.wish not in LOCAL
    return message.source is StaySource.WEB


def _about_a_booking(message: BookStay, huts: Huts, price: Price) -> Iterator[Objection]:
    if message.property_id not in {night.property_id for night in message.cart.nights}:
        detail = "the cart has no night at this property"
        yield Objection(StayRefusal.UNKNOWN_PROPERTY, "property_id", detail)
    yield from _about_the_wish(message, huts)
    if by_guest(message):
        yield from _about_the_group(message.cart, huts)
        yield from _about_the_terms(huts.items(), message.terms)
    yield from _about_the_price(message.expected_total, price)


def _about_a_change(
    stay: Stay, message: ChangeStay, huts: Huts, price: Price
) -> Iterator[Objection]:
    if by_guest(message):
        yield from _about_the_group(message.cart, huts)
        new = ((id, hut) for id, hut in huts.items() if id not in stay.properties)
        yield from _about_the_terms(new, message.terms)
    yield from _about_the_price(message.expected_total, price)


def _about_the_wish(message: BookStay, huts: Huts) -> Iterator[Objection]:
    """R19, R55, R56."""
    reason = StayRefusal.MODE_NOT_OFFERED
    if message.wish in LOCAL:
        if message.source is StaySource.WEB:
            yield Objection(reason, "wish", "only the house itself books without a pre-booking")
    elif message.wish is Wish.BOOKING:
        yield from _about_the_payment(message, huts)
    else:
        for hut in huts.values():
            rules = hut.selling.rules
            if rules.mode is not BookingMode.PRE_BOOKING and not rules.pre_booking_too:
                yield Objection(reason, "wish", f"{hut.name} takes no pre-bookings")


def _about_the_payment(message: BookStay, huts: Huts) -> Iterator[Objection]:
    """It is paid by a means that the hut has set up, to that hut: each sells for itself (R57)."""
    reason = StayRefusal.MODE_NOT_OFFERED
    if len(huts) > 1:
        yield Objection(reason, "wish", "each hut is paid by itself: send a pre-booking for a tour")
    for hut in huts.values():
        rules = hut.selling.rules
        if rules.mode is not BookingMode.BOOKING:
            yield Objection(reason, "wish", f"{hut.name} takes pre-bookings only")
        elif message.payment_means not in rules.payment_means:
            yield Objection(reason, "payment_means", f"{hut.name} is not paid that way")
    if message.return_to is None:
        yield Objection(reason, "return_to", "a booking says where its guest comes back to")


def _about_the_group(cart: Cart, huts: Huts) -> Iterator[Objection]:
    """So many guests on one night at one hut are a group (R46)."""
    guests: Counter[tuple[PropertyId, Night]] = Counter()
    for wanted in cart.nights:
        guests[wanted.property_id, wanted.night] += wanted.persons
    for (id, night), persons in guests.items():
        limit = huts[id].selling.rules.group_from
        if limit is not None and persons >= limit:
            detail = f"{persons} guests on {night}: groups from {limit} on ask {huts[id].name}"
            yield Objection(StayRefusal.GROUP, "cart.nights", detail)


def _about_the_terms(
    huts: Iterable[tuple[PropertyId, Hut]], accepted: Sequence[AcceptedTerms]
) -> Iterator[Objection]:
    """Each hut's own terms are accepted, as they are now (R06). One without any asks for none."""
    versions = {one.property_id: one.version for one in accepted}
    for id, hut in huts:
        terms = hut.selling.terms
        if terms.texts and versions.get(id) != terms.version:
            known = "have changed since" if id in versions else "are not accepted"
            detail = f"the terms of sale of {hut.name} {known}: version {terms.version}"
            yield Objection(StayRefusal.TERMS_NOT_ACCEPTED, "terms", detail)


def _about_the_price(expected: int | None, price: Price) -> Iterator[Objection]:
    if expected is not None and expected != price.total:
        now = f"{in_main_units(price.total, price.currency)} {price.currency}"
        shown = in_main_units(expected, price.currency)
        detail = f"the price is {now}, not {shown}"
        yield Objection(StayRefusal.PRICE_CHANGED, "expected_total", detail)
