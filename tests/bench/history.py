"""`python -m tests.bench.history`: a long history of orders in the gateway's read model.

Each order's events go through the gateway's own handlers; the documents that come of them are
written in bulk as the chassis' rows, without the transactions that a service would make of them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient, WriteConcern

from chassis import rows
from chassis.batch import Slot
from chassis.documents import Document, Ref
from chassis.identity import partition_of
from chassis.outcome import Context
from comptoir_local.demo_hotel import PARTNER_ID
from contracts.billing import FolioSettled
from contracts.deliveries import Courier, CourierAssigned, DeliveryDelivered, DeliveryPlaced
from contracts.deliveries import reference_of as reference
from contracts.envelope import Envelope
from contracts.message import Message
from gateway.app import handlers
from gateway.board.model import ORDERS
from pms_bridge.door.intake_body import IntakeOrder
from tests.bench.bodies import order

DAYS = 3 * 365
RUNNING = 40  # cards on the board, whatever lies behind them
WRITE_AT_ONCE = 2_000
MARC = Courier(name="Marc", phone="+33600000001", vehicle="bicycle")
Rows = dict[str, list[dict[str, Any]]]


def events(n: int, now: datetime, total: int) -> list[Message]:
    """The life of the n-th order; the first few are still on their way."""
    running = n < RUNNING
    ago = timedelta(minutes=n % 20) if running else timedelta(days=1 + DAYS * n / total)
    request = IntakeOrder.model_validate(order(f"history-{n}", now - ago)).command(PARTNER_ID)
    about: dict[str, Any] = {"property_id": request.property_id, "order_id": request.order_id}
    at, guest = request.content.placed_at, {"guest_id": request.guest_id}
    life: list[Message] = [
        DeliveryPlaced(
            **about, **guest, reference=reference(request.order_id), content=request.content
        ),
        CourierAssigned(**about, **guest, courier=MARC, occurred_at=at + timedelta(minutes=4)),
    ]
    if not running:
        life.append(DeliveryDelivered(**about, occurred_at=at + timedelta(minutes=33)))
        life.append(FolioSettled(**about, amount=request.content.amount))
    return life


def fold(life: list[Message], now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that an order's events leave behind, with their collections."""
    documents: dict[Ref[Any], Document | None] = {}
    versions: dict[Ref[Any], int] = {}
    sequence = 0
    for message in life:
        row = handlers.rows[message.TYPE]
        touched = {ref: documents.get(ref) for ref in row.touches(message)}
        context = Context(now, _envelope(message, now), "gateway", row.name, _reads_nothing)
        changes = row.handle(touched, message, context)
        sequence += len(changes.events)
        for ref, state in changes.documents.items():
            documents[ref] = state
            versions[ref] = versions.get(ref, 0) + 1
    partition = partition_of(life[0].key)
    for ref, kept in documents.items():
        stored = None if kept is None else kept.model_dump(mode="json")
        counts = {"/gateway/live/changes": sequence} if ref.collection is ORDERS else {}
        slot = Slot(ref, versions[ref] - 1, stored, counts, kept, partition, "partner:demo-page")
        yield ref.collection.name, rows.document_row(slot, now)


def _envelope(message: Message, now: datetime) -> Envelope:
    return Envelope(
        id=f"{message.TYPE}-{message.subject}",
        source=message.TOPIC.source,
        type=message.TYPE,
        subject=message.subject,
        time=now,
        property_id=message.property_id,
        actor="rule:bench",
        correlation_id=message.subject,
    )


def _reads_nothing(ref: Ref[Document]) -> Document | None:
    raise LookupError(f"these handlers read nothing beside what they touch, yet: {ref.place}")


def write(job: dict[str, Any]) -> dict[str, Any]:
    """Make every `step`-th order from `first` on; seconds spent, and how many rows."""
    now, began, written = datetime.now(UTC), time.monotonic(), 0
    with MongoClient[dict[str, Any]](job["mongo"]) as client:
        database = client.get_database(job["database"], write_concern=WriteConcern(w=1, j=False))
        waiting: Rows = {}
        for n in range(job["first"], job["total"], job["step"]):
            for name, row in fold(events(n, now, job["total"]), now):
                waiting.setdefault(name, []).append(row)
            last = n + job["step"] >= job["total"]
            for name, made in waiting.items():
                if made and (last or len(made) >= WRITE_AT_ONCE):
                    database[name].insert_many(made, ordered=False)
                    written += len(made)
                    waiting[name] = []
    return {"seconds": time.monotonic() - began, "rows": written}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(write(json.load(sys.stdin))))
