"""What must hold after an evening, counted from the partners' books, the topics and the documents.

Each judge says what is wrong, in a sentence; an evening is good if none has anything to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from chassis.documents import to_stored
from contracts import topics
from contracts.billing import BillingTarget
from contracts.deliveries import DeliveryCancelled, DeliveryFailed, DeliveryReturned
from contracts.money import Amount
from contracts.notices import Occasion
from contracts.topics import BUSINESS_TOPICS
from gateway.app import handlers as gateway
from gateway.board.card import card_of
from gateway.board.model import ACTIVITY, ORDERS, OrderView
from gateway.tasks.model import TASKS
from notifier.app import handlers as notifier
from notifier.notices.model import Notice, NoticeState, OrderNotices, order_notices
from orders.delivery.model import DeliveryOrder, deliveries
from orders.delivery.transitions import REPORTED_AS, DeliveryStatus
from pms_bridge.folio.model import Folio, folios
from tests.simulation.books import Books
from tests.simulation.evening import CHARGED, Story
from tests.simulation.folding import SEQUENCED, fold
from tests.simulation.hotel import CONNECTION
from tests.simulation.stays_verdict import judge_stays
from tests.simulation.watching import Watcher
from tests.simulation.world import World

NOTICE_TOPICS = (
    topics.ORDERS_DELIVERY_EVENTS,
    topics.BRIDGE_DELIVERY_EVENTS,
    topics.BRIDGE_FOLIO_EVENTS,
    topics.INVENTORY_PROPERTY_STATE,
    topics.NOTIFIER_NOTICE_REPORTS,
)
# An order that does not come is told to the property's own mailbox, whatever its people wish.
NOT_COMING = {
    DeliveryCancelled.TYPE: Occasion.CANCELLED,
    DeliveryFailed.TYPE: Occasion.DELIVERY_FAILED,
    DeliveryReturned.TYPE: Occasion.DELIVERY_RETURNED,
}
# When a notice was asked for, and when it ended, is what the process's clock said.
BY_THE_CLOCK = frozenset({"heard_at", "requested_at", "ended_at"})


def judge(world: World) -> list[str]:
    """Everything that is wrong; empty where all is as it should be."""
    found = list(world.failures)
    if not world.settled:
        found.append(f"pending: {dict(world.still_pending)}")
        return found
    books = Books(world)
    for judged in (_identities, _orders, _folios, _views, _notices, _live, _mails, judge_stays):
        found.extend(judged(books))
    return found


def _identities(books: Books) -> Iterator[str]:
    """No count is used for two messages, none is left out, and none is first said after a later
    one."""
    for topic in BUSINESS_TOPICS:
        if topic.kind not in SEQUENCED:
            continue
        values: dict[tuple[str, str, int], bytes | None] = {}
        newest: Counter[tuple[str, str]] = Counter()
        for said in books.sayings.all_of(topic.name):
            if said.envelope.sequence is None:
                continue  # a partner's own words, which nobody counts
            place = (*said.about, said.sequence)
            if place in values:
                if values[place] != said.value:
                    yield f"{topic.name}: two messages are number {said.sequence} of {said.about}"
                continue
            values[place] = said.value
            if said.sequence != newest[said.about] + 1:
                before = newest[said.about]
                yield f"{topic.name}: {said.about} goes from {before} to {said.sequence}"
            newest[said.about] = max(newest[said.about], said.sequence)


def _orders(books: Books) -> Iterator[str]:
    """Each order stands where the furthest report says, with what was asked for first."""
    for id, story in books.stories.items():
        order: DeliveryOrder | None = books.state("orders", deliveries, id)
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


def _folios(books: Books) -> Iterator[str]:
    """What the PMS holds is what the guest owes, and the newest target says the same."""
    targets: dict[str, BillingTarget] = {}
    for said in books.sayings.once(topics.ORDERS_BILLING_STATE.name):
        message = said.message()
        assert isinstance(message, BillingTarget)
        targets[message.order_id] = message
    claimed: set[str] = set()
    for id, story in books.stories.items():
        owed = _owed(books, id, story)
        target = targets[id].amount if id in targets else Amount.nothing("EUR")
        if _by_code(target) != _by_code(owed):
            yield f"order {id}: the target is {target.total}, but {owed.total} is owed"
        folio: Folio | None = books.state("pms-bridge", folios, id)
        claimed |= {posting.posting_id for posting in folio.postings} if folio else set()
        yield from _held(books, id, story, folio, owed)
    for reference in books.journal.lines.keys() - claimed:
        if books.journal.lines[reference]:
            yield f"the PMS holds {reference}, which no folio asked for"


def _held(books: Books, id: str, story: Story, folio: Folio | None, owed: Amount) -> Iterator[str]:
    postings = folio.postings if folio else ()
    held: Counter[str] = Counter()
    for posting in postings:
        for line in books.journal.lines.get(posting.posting_id, ()):
            held[line["transactionCode"]] += int(line["amount"] * 100)
    wanted = _by_code(owed) if story.request.property_id == CHARGED else {}
    if {code: cents for code, cents in held.items() if cents} != wanted:
        yield f"order {id}: the PMS holds {dict(held)}, owed is {wanted}"
    if folio is None:
        return
    asked = folio.waiting.amount if folio.waiting else Amount.nothing("EUR")
    if folio.in_flight is not None or folio.difference() != asked:
        yield f"order {id}: its folio is not settled"
    if folio.waiting is not None and story.request.property_id == CHARGED:
        yield f"order {id}: left to the wrong hands"


def _owed(books: Books, id: str, story: Story) -> Amount:
    order: DeliveryOrder | None = books.state("orders", deliveries, id)
    if order is None or order.placement is None or _furthest(story) is not DeliveryStatus.DELIVERED:
        return Amount.nothing("EUR")
    return order.placement.content.amount


def _by_code(amount: Amount) -> dict[str, int]:
    codes = {Decimal(rate): code for rate, code in CONNECTION.transaction_codes.items()}
    return {codes[Decimal(line.rate)]: line.gross for line in amount.tax_lines if line.gross}


def _views(books: Books) -> Iterator[str]:
    """The gateway's documents are the fold of their events, in another interleaving."""
    names = [topic.name for topic in gateway.topics]
    yield from _compared(books, "gateway", fold(gateway, books.sayings, names))


def _notices(books: Books) -> Iterator[str]:
    names = [topic.name for topic in NOTICE_TOPICS]
    yield from _compared(books, "notifier", fold(notifier, books.sayings, names))


def _compared(books: Books, service: str, folded: dict[Any, Any]) -> Iterator[str]:
    stored = {
        (name, id): row["state"]
        for name in {ref.collection.name for ref in folded}
        for id, row in books.rows(service, name).items()
    }
    expected = {ref.place: to_stored(state) for ref, state in folded.items()}
    for place in sorted(stored.keys() | expected.keys()):
        one, other = stored.get(place), expected.get(place)
        if one != other and _timeless(one) != _timeless(other):
            yield f"{service}: {'/'.join(place)} is not the fold of its events"


def _timeless(state: Any) -> Any:
    if isinstance(state, dict):
        return {name: _timeless(value) for name, value in state.items() if name not in BY_THE_CLOCK}
    return [_timeless(value) for value in state] if isinstance(state, list) else state


def _live(books: Books) -> Iterator[str]:
    """Who watches has been shown each card and each task as it is now, and every line of the
    feed."""
    watcher = Watcher()
    told = books.sayings.once(topics.GATEWAY_LIVE_CHANGES.name)
    watcher.see(said.message() for said in told)
    for id, row in books.rows("gateway", TASKS.name).items():
        if watcher.tasks.get(id) is not row["state"]["open"]:
            yield f"task {id} is not told as it is"
    feed = books.rows("gateway", ACTIVITY.name).values()
    if watcher.lines != {row["state"]["position"] for row in feed}:
        yield "the feed is not told line by line"
    for id in books.stories:
        view: OrderView | None = books.state("gateway", ORDERS, id)
        if view is None or view.content is None:
            yield f"order {id} is on no board"
        elif watcher.cards.get(id) != card_of(view).model_dump_json(exclude_none=True):
            yield f"order {id} is not shown as it is"


def _mails(books: Books) -> Iterator[str]:
    """Everybody was told once: again only where nobody could know that they had been."""
    not_coming: dict[str, set[Occasion]] = {}
    for said in books.sayings.once(topics.ORDERS_DELIVERY_EVENTS.name):
        if said.envelope.type in NOT_COMING:
            told = not_coming.setdefault(said.envelope.subject, set())
            told.add(NOT_COMING[said.envelope.type])
    for id in books.stories:
        known: OrderNotices | None = books.state("notifier", order_notices, id)
        notices = known.notices if known else ()
        due = {Occasion.NEW_ORDER} | not_coming.get(id, set())
        if sorted(notice.occasion for notice in notices) != sorted(due):
            yield f"order {id} has notices of {[notice.occasion for notice in notices]}, not {due}"
        for notice in notices:
            yield from _mailed_once(books, id, notice)


def _mailed_once(books: Books, id: str, notice: Notice) -> Iterator[str]:
    taken = {to: n for (name, to), n in books.mailbox.taken.items() if name == notice.notice_id}
    if notice.state is NoticeState.REQUESTED:
        yield f"order {id}: nobody knows what became of its mail"
    if notice.state is NoticeState.FAILED and notice.notice_id not in books.mailbox.refused:
        yield f"order {id}: its mail was not refused"
    if len(set(notice.accepted)) != len(notice.accepted) or not set(notice.accepted) <= set(taken):
        yield f"order {id}: {notice.accepted} accepted its mail, the relay says {taken}"
    if max(taken.values(), default=0) > 1 and notice.notice_id not in books.mailbox.doubtful:
        yield f"order {id}: its mail went out more than once"
