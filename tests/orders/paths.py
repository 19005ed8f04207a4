"""Every way that an order may go: what happens, what its folio is told to hold, and what the PMS
then posts."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.billing import BillingReason, FolioProblem
from contracts.deliveries import Guest, PlaceDeliveryOrder
from contracts.message import Message
from contracts.money import Amount
from contracts.tracking import ReportedStatus
from partners.opera.model import ReservationStatus
from tests.support.chats import change_room
from tests.support.claims import decided, open_claim, rejected
from tests.support.deliveries import AMOUNT, place, reported, seen
from tests.support.refunds import lines, refund, refund_of_everything, refund_of_lines

R = ReportedStatus
B = BillingReason
Target = tuple[str, int, int, BillingReason]  # room, gross due at 10 and at 20 per cent, why
Charge = tuple[int, int]  # gross posted at 10 and at 20 per cent; nothing is no line
ANAIS, GAELLE = "934171", "934172"  # the two reservations in 203


@dataclass(frozen=True)
class Path:
    """`messages` follow the placing of the order, `told` are the targets that come of them and
    `posted` is what each of these makes the PMS post, to the reservation `payer`.

    `stay`: the guest's status in the PMS. `problem`: why a person is asked instead.
    """

    messages: tuple[Message, ...]
    told: tuple[Target, ...] = ()
    posted: tuple[Charge, ...] = ()
    placing: PlaceDeliveryOrder = field(default_factory=place)
    payer: str = ANAIS
    stay: ReservationStatus | None = None
    problem: FolioProblem | None = None


DELIVERED = reported(R.DELIVERED, 34)
WHOLE: Target = ("203", 2200, 300, B.DELIVERED)
CHARGED: Charge = (2200, 300)
TAKEN_BACK: Charge = (-2200, -300)
REFUNDED: Target = ("203", 0, 0, B.REFUNDED)
SECOND = {"refund_id": "ref-2"}
FRANCS = Amount(currency="CHF", tax_lines=AMOUNT.tax_lines)


def nothing(reason: BillingReason) -> Target:
    return ("203", 0, 0, reason)


def part(ten: int, twenty: int) -> Target:
    return ("203", ten, twenty, B.PARTIALLY_REFUNDED)


PATHS: dict[str, Path] = {
    "on the way": Path(
        (reported(R.ACCEPTED), reported(R.PREPARING), reported(R.TO_PICKUP), reported(R.NEAR))
    ),
    "delivered": Path((reported(R.PICKED_UP), DELIVERED), (WHOLE,), (CHARGED,)),
    "delivered, told twice": Path((DELIVERED, reported(R.DELIVERED, 36)), (WHOLE,), (CHARGED,)),
    "cancelled": Path((reported(R.CANCELLED),)),
    "failed": Path((reported(R.FAILED),)),
    "returned": Path((reported(R.FAILED), reported(R.RETURNED))),
    "cancelled, then called delivered": Path((reported(R.CANCELLED, 20), DELIVERED)),
    "cancelled after a mistaken delivery": Path(
        (DELIVERED, reported(R.CANCELLED, 40)),
        (WHOLE, nothing(B.CANCELLED)),
        (CHARGED, TAKEN_BACK),
    ),
    "failed after a mistaken delivery": Path(
        (DELIVERED, reported(R.FAILED, 40)),
        (WHOLE, nothing(B.FAILED)),
        (CHARGED, TAKEN_BACK),
    ),
    "returned after a mistaken delivery": Path(
        (DELIVERED, reported(R.RETURNED, 40)),
        (WHOLE, nothing(B.RETURNED)),
        (CHARGED, TAKEN_BACK),
    ),
    "cancelled, then returned after a mistaken delivery": Path(
        (DELIVERED, reported(R.CANCELLED, 40), reported(R.RETURNED, 50)),
        (WHOLE, nothing(B.CANCELLED), nothing(B.RETURNED)),
        (CHARGED, TAKEN_BACK),
    ),
    "refunded in full before delivery": Path((refund_of_everything(20), DELIVERED), (REFUNDED,)),
    "refunded in full after delivery": Path(
        (DELIVERED, refund_of_everything()), (WHOLE, REFUNDED), (CHARGED, TAKEN_BACK)
    ),
    "refunded in part before delivery": Path(
        (refund(1000, 20), DELIVERED), (part(1320, 180),), ((1320, 180),)
    ),
    "refunded in part after delivery": Path(
        (DELIVERED, refund(1000)), (WHOLE, part(1320, 180)), (CHARGED, (-880, -120))
    ),
    "one tax line refunded": Path(
        (DELIVERED, refund_of_lines(lines(r20=(250, 50)))),
        (WHOLE, part(2200, 0)),
        (CHARGED, (0, -300)),
    ),
    "refunded in part twice": Path(
        (DELIVERED, refund(1000), refund(500, 61, **SECOND)),
        (WHOLE, part(1320, 180), part(880, 120)),
        (CHARGED, (-880, -120), (-440, -60)),
    ),
    "refunded in part until nothing is left": Path(
        (DELIVERED, refund(1000), refund(1500, 61, **SECOND)),
        (WHOLE, part(1320, 180), REFUNDED),
        (CHARGED, (-880, -120), (-1320, -180)),
    ),
    "the same refund twice": Path(
        (DELIVERED, refund(1000), refund(1000)),
        (WHOLE, part(1320, 180)),
        (CHARGED, (-880, -120)),
    ),
    "an earlier refund, heard of late, leaves no room for the later one": Path(
        (DELIVERED, refund(2000, 70, **SECOND), refund(1000, 60)),
        (WHOLE, part(440, 60), part(1320, 180)),
        (CHARGED, (-1760, -240), (880, 120)),
    ),
    "a refund larger than the total": Path((DELIVERED, refund(2501)), (WHOLE,), (CHARGED,)),
    "a refund larger than what is left": Path(
        (DELIVERED, refund(2000), refund(501, 61, **SECOND)),
        (WHOLE, part(440, 60)),
        (CHARGED, (-1760, -240)),
    ),
    "a refund larger than its tax line": Path(
        (DELIVERED, refund_of_lines(lines(r20=(300, 60)))), (WHOLE,), (CHARGED,)
    ),
    "a refund in another currency": Path(
        (DELIVERED, refund(1000, currency="CHF")), (WHOLE,), (CHARGED,)
    ),
    "a refund of a cancelled order": Path((reported(R.CANCELLED), refund(1000))),
    "a refund after a delivery was cancelled": Path(
        (DELIVERED, reported(R.CANCELLED, 40), refund(1000)),
        (WHOLE, nothing(B.CANCELLED)),
        (CHARGED, TAKEN_BACK),
    ),
    "refunded, then cancelled": Path(
        (DELIVERED, refund(1000), reported(R.CANCELLED, 70)),
        (WHOLE, part(1320, 180), nothing(B.CANCELLED)),
        (CHARGED, (-880, -120), (-1320, -180)),
    ),
    "a claim accepted": Path(
        (DELIVERED, open_claim(), decided()), (WHOLE, part(1100, 150)), (CHARGED, (-1100, -150))
    ),
    "a claim rejected": Path((DELIVERED, open_claim(), rejected()), (WHOLE,), (CHARGED,)),
    "another room before delivery": Path(
        (change_room("305"), DELIVERED), (("305", 2200, 300, B.DELIVERED),), (CHARGED,)
    ),
    "another room after delivery: what is posted stays": Path(
        (DELIVERED, change_room("305")), (WHOLE, ("305", 2200, 300, B.DELIVERED)), (CHARGED,)
    ),
    "another room after a refund": Path(
        (DELIVERED, refund(1000), change_room("305")),
        (WHOLE, part(1320, 180), ("305", 1320, 180, B.PARTIALLY_REFUNDED)),
        (CHARGED, (-880, -120)),
    ),
    "another room between delivery and refund": Path(
        (DELIVERED, change_room("305"), refund(1000)),
        (
            WHOLE,
            ("305", 2200, 300, B.DELIVERED),
            ("305", 1320, 180, B.PARTIALLY_REFUNDED),
        ),
        (CHARGED, (-880, -120)),
    ),
    "another room too late": Path(
        (DELIVERED, reported(R.CANCELLED, 40), change_room("305")),
        (WHOLE, nothing(B.CANCELLED)),
        (CHARGED, TAKEN_BACK),
    ),
    "news after delivery that is none of the folio's": Path(
        (DELIVERED, reported(R.NEAR, 30), seen(33), reported(R.ACCEPTED, 2)), (WHOLE,), (CHARGED,)
    ),
    "the guest has checked out before delivery": Path(
        (DELIVERED,),
        (WHOLE,),
        stay=ReservationStatus.CHECKED_OUT,
        problem=FolioProblem.NOT_IN_HOUSE,
    ),
    "the guest has checked out, and is refunded before anything is posted": Path(
        (DELIVERED, refund_of_everything()), (WHOLE, REFUNDED), stay=ReservationStatus.CHECKED_OUT
    ),
    "two sharers in the room: who ordered pays": Path(
        (DELIVERED, refund(1000)),
        (WHOLE, part(1320, 180)),
        (CHARGED, (-880, -120)),
        placing=place(guest=Guest(surname="le guennec")),
        payer=GAELLE,
    ),
    "a guest whom the room's reservations do not name": Path(
        (DELIVERED,),
        (WHOLE,),
        placing=place(guest=Guest(surname="Durand")),
        problem=FolioProblem.NOT_FOUND,
    ),
    "an order in another currency than the property's": Path(
        (DELIVERED,), placing=place(amount=FRANCS)
    ),
}
