"""What is asked of stays: to price, book, change, pay, confirm and cancel them (R44 to R57)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.carts import AcceptedTerms, Cart, Contact, StaySource, Wish
from contracts.huts import WebAddress
from contracts.message import Message, OrderId
from contracts.money import MinorUnits
from contracts.properties import Language
from contracts.selling import PaymentMeans


class AboutStay(Message):
    """`property_id` is that of the cart's first night; the others are named by its shares."""

    order_id: OrderId


class PriceStay(
    AboutStay,
    type="orders.stay.price.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Price a cart without booking it; no place is held. Under the order id of a booked stay it is
    priced as a change of it would be: what was booked keeps its price."""

    cart: Cart


class BookStay(
    AboutStay,
    type="orders.stay.book.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Book a cart: all of it or nothing. A booking is paid by `payment_means` on a page of the
    provider's, from where the guest comes back to `return_to`. `expected_total` is what the booker
    was shown; at another price the request is refused instead of surprising anyone. The same
    content again changes nothing, other content under the same order id is refused. `property_id`
    is one of the cart's.
    """

    guest_id: str
    cart: Cart
    contact: Contact
    wish: Wish
    source: StaySource
    send_mail: bool = True
    language: Language
    terms: Annotated[tuple[AcceptedTerms, ...], Field(max_length=20)] = ()
    expected_total: MinorUnits | None = None
    payment_means: PaymentMeans | None = None
    return_to: WebAddress | None = None


class ChangeStay(
    AboutStay,
    type="orders.stay.change.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Replace a stay's cart in one swap: its new places are held before the old ones are let go,
    and where they cannot be had the stay is as it was. Nights and supplements that stay keep the
    price at which they were booked.

    Lead times and the group limit bind whom the house does not know: a guest at the `web`. They
    accept the terms of each property that is new to the stay.

    Of a stay that was paid online, what is paid too much is given back or kept as `refund` says,
    else as the hut's rules do; what is due more is paid online by its guest, or `at_hut`."""

    cart: Cart
    expected_total: MinorUnits | None = None
    source: StaySource = StaySource.DESK
    terms: Annotated[tuple[AcceptedTerms, ...], Field(max_length=20)] = ()
    send_mail: bool = True
    refund: bool | None = None
    at_hut: bool = False


class PayStay(
    AboutStay,
    type="orders.stay.pay.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Its guest pays what is still due online of a stay that was paid so: a change has made it
    dearer. Answered like a booking with payment. `expected` is what they were shown; at another sum
    the request is refused instead of surprising anyone."""

    expected: Annotated[MinorUnits, Field(gt=0)]
    return_to: WebAddress
    means: PaymentMeans | None = None


class ConfirmStay(
    AboutStay,
    type="orders.stay.confirm.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Make an option firm. Where it is already, nothing is mailed."""

    send_mail: bool = True


class CancelStay(
    AboutStay,
    type="orders.stay.cancel.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Cancel a stay and give its places back, once. A change that has not ended yet is refused with
    it. Where the stay is cancelled already, nothing is mailed. What was paid is given back or kept
    as `refund` says, else as the hut's rules do."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    send_mail: bool = True
    refund: bool | None = None


class ChargeStayCard(
    AboutStay,
    type="orders.stay.charge-card.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Charge the card that is kept as the stay's guarantee, once: its guest did not come, or went
    without paying. No more than the guarantee is for."""

    amount: Annotated[MinorUnits, Field(gt=0)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ReleaseStayCard(
    AboutStay,
    type="orders.stay.release-card.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Have the card forgotten that is kept as the stay's guarantee: nothing can be charged then."""
