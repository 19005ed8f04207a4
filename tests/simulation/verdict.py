"""What must hold after an evening, counted from the partners' books, the topics and the documents.

Each judge says what is wrong, in a sentence; an evening is good if none has anything to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts import topics
from contracts.billing import BillingTarget
from contracts.money import Amount
from contracts.topics import BUSINESS_TOPICS
from gateway.app import handlers as gateway
from gateway.board.card import card_of
from gateway.board.model import ORDERS, OrderView
from notifier.app import handlers as notifier
from notifier.notices.model import NoticeState, OrderNotices, order_notices
from orders.delivery.model import DeliveryOrder, deliveries
from orders.delivery.transitions import REPORTED_AS, DeliveryStatus
from pms_bridge.folio.model import Folio, PostingState, folios
from tests.simulation.evening import CHARGED, Story
from tests.simulation.folding import SEQUENCED, all_said, fold, said_once
from tests.simulation.hotel import CONNECTION
from tests.simulation.world import World

NOTICE_TOPICS = (
    topics.ORDERS_DELIVERY_EVENTS,
    topics.INVENTORY_PROPERTY_STATE,
    topics.NOTIFIER_NOTICE_REPORTS,
)
# When a notice was asked for, and when it ended, is what the process's clock said.
BY_THE_CLOCK = frozenset({"requested_at", "ended_at"})


def judge(world: World) -> list[str]:
    """Everything that is wrong; empty where all is as it should be."""
    found = list(world.failures)
    if not world.settled:
        found.append(f"pending: {dict(world.still_pending)}")
        return found
    for judged in (_identities, _orders, _folios, _views, _notices, _live, _mails):
        found.extend(judged(world))
    return found


def _state(world: World, service: str, collection: Any, id: str) -> Any:
    row = world.contents[service].collections[collection.name].get(id)
    return None if row is None else collection.model.model_validate(row["state"], strict=False)


def _identities(world: World) -> Iterator[str]:
    """No count is used for two messages, none is left out, and none is first said after a later
    one."""
    for topic in BUSINESS_TOPICS:
        if topic.kind not in SEQUENCED:
            continue
        values: dict[tuple[str, str, int], bytes | None] = {}
        newest: Counter[tuple[str, str]] = Counter()
        for said in all_said(world.broker, topic.name):
            if said.envelope.sequence is None:
                continue  # a partner's own words, which nobody counts
            place = (*said.about, said.sequence)
            if place in values:
                if values[place] != said.record.value:
                    yield f"{topic.name}: two messages are number {said.sequence} of {said.about}"
                continue
            values[place] = said.record.value
            if said.sequence != newest[said.about] + 1:
                before = newest[said.about]
                yield f"{topic.name}: {said.about} goes from {before} to {said.sequence}"
            newest[said.about] = max(newest[said.about], said.sequence)


def _orders(world: World) -> Iterator[str]:
    """Each order stands where the furthest report says, with what was asked for first."""
    for id, story in world.evening.stories.items():
        order: DeliveryOrder | None = _state(world, "orders", deliveries, id)
        if order is None or order.placement is None:
            yield f"order {id} was never placed"
            continue
        asked = [request.content for request in (story.request, *story.others)]
        if order.placement.content not in asked:
            yield f"order {id} holds what nobody asked for"
        if order.status is not _furthest(story):
            yield f"order {id} is {order.status}, not {_furthest(story)}"


def _furthest(story: Story) -> DeliveryStatus:
    reached = [REPORTED_AS[status] for status in story.reported]
    return max(reached, key=lambda status: status.rank, default=DeliveryStatus.PLACED)


def _folios(world: World) -> Iterator[str]:
    """What the PMS holds is what the guest owes, and the newest target says the same."""
    targets: dict[str, BillingTarget] = {}
    for said in said_once(world.broker, topics.ORDERS_BILLING_STATE.name):
        message = said.message()
        assert isinstance(message, BillingTarget)
        targets[message.order_id] = message
    claimed: set[str] = set()
    for id, story in world.evening.stories.items():
        owed = _owed(world, id, story)
        target = targets[id].amount if id in targets else Amount.nothing("EUR")
        if _by_code(target) != _by_code(owed):
            yield f"order {id}: the target is {target.total}, but {owed.total} is owed"
        folio: Folio | None = _state(world, "pms-bridge", folios, id)
        claimed |= {posting.posting_id for posting in folio.postings} if folio else set()
        yield from _held(world, id, story, folio, owed)
    for reference in world.journal.lines.keys() - claimed:
        if world.journal.lines[reference]:
            yield f"the PMS holds {reference}, which no folio asked for"


def _held(world: World, id: str, story: Story, folio: Folio | None, owed: Amount) -> Iterator[str]:
    postings = folio.postings if folio else ()
    held: Counter[str] = Counter()
    for posting in postings:
        for line in world.journal.lines.get(posting.posting_id, ()):
            held[line["transactionCode"]] += int(line["amount"] * 100)
    wanted = _by_code(owed) if story.request.property_id == CHARGED else {}
    if {code: cents for code, cents in held.items() if cents} != wanted:
        yield f"order {id}: the PMS holds {dict(held)}, owed is {wanted}"
    if folio is None:
        return
    if folio.in_flight is not None or folio.difference().tax_lines:
        yield f"order {id}: its folio is not settled"
    by_hand = {posting.state is PostingState.BY_HAND for posting in postings}
    if postings and by_hand != {story.request.property_id != CHARGED}:
        yield f"order {id}: posted by the wrong hands"


def _owed(world: World, id: str, story: Story) -> Amount:
    order: DeliveryOrder | None = _state(world, "orders", deliveries, id)
    if order is None or order.placement is None or _furthest(story) is not DeliveryStatus.DELIVERED:
        return Amount.nothing("EUR")
    return order.placement.content.amount


def _by_code(amount: Amount) -> dict[str, int]:
    codes = {Decimal(rate): code for rate, code in CONNECTION.transaction_codes.items()}
    return {codes[Decimal(line.rate)]: line.gross for line in amount.tax_lines if line.gross}


def _views(world: World) -> Iterator[str]:
    """The gateway's documents are the fold of their events, in another interleaving."""
    names = [topic.name for topic in gateway.topics]
    yield from _compared(world, "gateway", fold(gateway, world.broker, names))


def _notices(world: World) -> Iterator[str]:
    names = [topic.name for topic in NOTICE_TOPICS]
    yield from _compared(world, "notifier", fold(notifier, world.broker, names))


def _compared(world: World, service: str, folded: dict[Any, Any]) -> Iterator[str]:
    collections = world.contents[service].collections
    stored = {
        (name, id): row["state"]
        for name in {ref.collection.name for ref in folded}
        for id, row in collections[name].items()
    }
    expected = {ref.place: state.model_dump(mode="json") for ref, state in folded.items()}
    for place in sorted(stored.keys() | expected.keys()):
        if _timeless(stored.get(place)) != _timeless(expected.get(place)):
            yield f"{service}: {'/'.join(place)} is not the fold of its events"


def _timeless(state: Any) -> Any:
    if isinstance(state, dict):
        return {name: _timeless(value) for name, value in state.items() if name not in BY_THE_CLOCK}
    return [_timeless(value) for value in state] if isinstance(state, list) else state


def _live(world: World) -> Iterator[str]:
    """Who watches has been shown each card as it is now."""
    shown: dict[str, str] = {}
    for said in said_once(world.broker, topics.GATEWAY_LIVE_CHANGES.name):
        message: Any = said.message()
        shown[message.order_id] = message.card
    for id in world.evening.stories:
        view: OrderView | None = _state(world, "gateway", ORDERS, id)
        if view is None or view.content is None:
            yield f"order {id} is on no board"
        elif shown.get(id) != card_of(view).model_dump_json(exclude_none=True):
            yield f"order {id} is not shown as it is"


def _mails(world: World) -> Iterator[str]:
    """Everybody was told once: again only where nobody could know that they had been."""
    for id in world.evening.stories:
        known: OrderNotices | None = _state(world, "notifier", order_notices, id)
        if known is None or len(known.notices) != 1:
            yield f"order {id} has not one notice"
            continue
        (notice,) = known.notices
        taken = {to: n for (name, to), n in world.mailbox.taken.items() if name == notice.notice_id}
        if notice.state is NoticeState.REQUESTED:
            yield f"order {id}: nobody knows what became of its mail"
        if notice.state is NoticeState.FAILED and notice.notice_id not in world.mailbox.refused:
            yield f"order {id}: its mail was not refused"
        if len(set(notice.accepted)) != len(notice.accepted) or not set(notice.accepted) <= set(
            taken
        ):
            yield f"order {id}: {notice.accepted} accepted its mail, the relay says {taken}"
        if max(taken.values(), default=0) > 1 and notice.notice_id not in world.mailbox.doubtful:
            yield f"order {id}: its mail went out more than once"
