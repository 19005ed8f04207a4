"""Keeps each hut's share of every stay, from the events of the stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.stay_payments import CardState, StayCardChanged, StayPaid
from contracts.stays import OptionExpired, StayBooked, StayCancelled, StayChanged, StayConfirmed
from gateway.board.moments import SOMEBODY
from gateway.stays.model import STAYS, ShareState, StayShare, StepKind, stay_id_of
from gateway.stays.sharing import shares_of, shares_of_change

stays = HandlerTable("gateway")
Change = Callable[[StayShare], StayShare]


def of_price(message: Any) -> Sequence[Ref[StayShare]]:
    """The shares of a stay that was booked just now."""
    return _shares(message, (share.property_id for share in message.price.shares))


def of_stay(message: Any) -> Sequence[Ref[StayShare]]:
    """The shares that a change of a stay concerns."""
    return _shares(message, (message.property_id, *message.properties))


def of_one(message: StayPaid | StayCardChanged) -> Sequence[Ref[StayShare]]:
    return _shares(message, (message.property_id,))


def of_both(message: StayChanged) -> Sequence[Ref[StayShare]]:
    return tuple(dict.fromkeys((*of_stay(message), *of_price(message))))


@stays.on_many(StayBooked, touches=of_price)
def stay_booked(documents: Documents, message: StayBooked, context: Context) -> Changes:
    """From now on it is in the sales and on its nights, and found by its guest (R39, R53)."""
    step = _step(context, StepKind.BOOKED, message.booked_at)
    return _changed(documents, [step(share) for share in shares_of(message)])


@stays.on_many(StayChanged, touches=of_both)
def stay_changed(documents: Documents, message: StayChanged, context: Context) -> Changes:
    """Its nights, lines and sum are others; a hut that it leaves keeps what it was (R58)."""
    if not message.changed:
        return Changes()
    step = _step(context, StepKind.CHANGED, message.changed_at)
    known = [share for share in documents.values() if isinstance(share, StayShare)]
    return _changed(documents, [step(share) for share in shares_of_change(known, message)])


@stays.on_many(StayPaid, touches=of_one)
def stay_paid(documents: Documents, message: StayPaid, context: Context) -> Changes:
    """What a change had made due is paid, to the hut that was paid before."""
    step = _step(context, StepKind.PAID, message.paid_at)
    paid = {"paid": message.paid, "due": 0}
    return _each(documents, lambda share: step(share.but(**paid)))


_CARD_STEPS = {
    CardState.CHARGED: StepKind.CARD_CHARGED,
    CardState.DECLINED: StepKind.CARD_DECLINED,
    CardState.RELEASED: StepKind.CARD_RELEASED,
}


@stays.on_many(StayCardChanged, touches=of_one)
def card_changed(documents: Documents, message: StayCardChanged, context: Context) -> Changes:
    """What becomes of the card that is kept; of a stay that is over, too (R57)."""
    found = [one for one in documents.values() if isinstance(one, StayShare) and one.card]
    kind = _CARD_STEPS.get(message.state)
    step = _step(context, kind, message.at, message.reason or None) if kind else _one_on
    return _changed(documents, [step(_with_card(share, message)) for share in found])


def _with_card(share: StayShare, message: StayCardChanged) -> StayShare:
    assert share.card is not None  # noqa: S101 - its one caller has looked
    told = {"state": message.state, "amount": message.amount}
    return share.but(card=share.card.model_copy(update=told))


def _one_on(share: StayShare) -> StayShare:
    return share.but(revision=share.revision + 1)


@stays.on_many(StayConfirmed, touches=of_stay)
def stay_confirmed(documents: Documents, message: StayConfirmed, context: Context) -> Changes:
    """PRE-RESA becomes RESA."""
    step = _step(context, StepKind.CONFIRMED, message.confirmed_at)
    firm = {"state": ShareState.FIRM, "expires_at": None}
    options = {ref: one for ref, one in documents.items() if _is_option(one)}
    return _each(options, lambda share: step(share.but(**firm)))


@stays.on_many(StayCancelled, touches=of_stay)
def stay_cancelled(documents: Documents, message: StayCancelled, context: Context) -> Changes:
    at = message.cancelled_at
    step = _step(context, StepKind.CANCELLED, at, message.reason)
    refunded = {"refunded": message.refunded}
    return _each(
        documents, lambda share: step(share.over(ShareState.CANCELLED, at).but(**refunded))
    )


@stays.on_many(OptionExpired, touches=of_stay)
def option_expired(documents: Documents, message: OptionExpired, context: Context) -> Changes:
    at = message.expired_at
    step = _step(context, StepKind.EXPIRED, at)
    return _each(documents, lambda share: step(share.over(ShareState.EXPIRED, at)))


def _shares(message: Any, property_ids: Any) -> tuple[Ref[StayShare], ...]:
    return tuple(STAYS.ref(stay_id_of(id, message.order_id)) for id in dict.fromkeys(property_ids))


def _is_option(document: object) -> bool:
    return isinstance(document, StayShare) and document.state is ShareState.OPTION


def _step(context: Context, kind: StepKind, at: datetime, note: str | None = None) -> Change:
    actor = context.envelope.actor
    by = actor if actor.startswith(SOMEBODY) else None
    return lambda share: share.stepped(kind, at, by, note)


def _each(documents: Documents, change: Change) -> Changes:
    """The change of every share that is not over."""
    known = (share for share in documents.values() if isinstance(share, StayShare))
    return _changed(documents, [change(share) for share in known if share.state.active])


def _changed(documents: Documents, shares: Sequence[StayShare]) -> Changes:
    by_id = {ref.id: ref for ref in documents}
    return Changes({by_id[share.stay_id]: share for share in shares})
