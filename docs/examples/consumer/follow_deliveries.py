"""Follows the meal deliveries of a Comptoir installation and keeps a table of them.

    python follow_deliveries.py --kafka broker:9092 --schemas schemas --state deliveries.db

An example for the developers of other hotel systems: it uses nothing of Comptoir's but the
published JSON Schemas. Position, memory and table lie in one SQLite file and change in one
transaction, so it may be stopped or killed at any moment and started again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from jsonschema import Draft202012Validator

TOPIC = "orders.delivery.events.v1"
# Longer than the topic keeps its records (7 days, and up to 1 more until a segment rolls), so that
# nothing we may meet again is forgotten.
MEMORY_DAYS = 14

TABLES = """
CREATE TABLE IF NOT EXISTS positions (partition INTEGER PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seen (source TEXT, id TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (source, id));
CREATE TABLE IF NOT EXISTS sequences (source TEXT, subject TEXT, last INTEGER NOT NULL,
    at TEXT DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (source, subject));
CREATE TABLE IF NOT EXISTS deliveries (order_id TEXT PRIMARY KEY, property_id TEXT,
    reference TEXT, room TEXT, restaurant TEXT, courier TEXT, expected_at TEXT, status TEXT,
    at TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS set_aside (partition INTEGER, offset INTEGER, reason TEXT, value BLOB,
    PRIMARY KEY (partition, offset));
CREATE TABLE IF NOT EXISTS gaps (source TEXT, subject TEXT, after INTEGER, before INTEGER);
CREATE VIEW IF NOT EXISTS running AS SELECT * FROM deliveries
    WHERE status NOT IN ('delivered', 'cancelled', 'returned');
"""

# What each message says about the status of a delivery; the others leave it as it is.
STATUS = {
    "orders.delivery.placed.v1": "placed",
    "orders.delivery.picked-up.v1": "on the way",
    "orders.delivery.courier-near.v1": "near",
    "orders.delivery.delivered.v1": "delivered",
    "orders.delivery.cancelled.v1": "cancelled",
    "orders.delivery.returned.v1": "returned",
}
# They travel on the same topic and say that a request came to nothing: there is no delivery.
NO_DELIVERY = {"orders.delivery.refused.v1", "chassis.request.failed.v1"}

log = logging.getLogger("follow_deliveries")


class Unreadable(ValueError):
    """A record that cannot be understood; says why."""


class Follower:
    """What has been understood so far, in one SQLite file."""

    def __init__(self, state: Path, schemas: Path) -> None:
        self.database = sqlite3.connect(state)
        self.database.executescript(TABLES)
        self.validators = {
            path.stem: Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
            for path in schemas.glob("*.json")
        }
        self.verdicts: Counter[str] = Counter()

    def next_offset(self, partition: int) -> int | None:
        """Where to go on reading; None where nothing was read yet."""
        row = self.database.execute(
            "SELECT next FROM positions WHERE partition = ?", (partition,)
        ).fetchone()
        return None if row is None else int(row[0])

    def take(self, records: list[Any]) -> None:
        """Understand some records: all of them, and our new position, or nothing."""
        with self.database:  # one transaction
            for record in records:
                try:
                    verdict = self._understand(record)
                except Unreadable as reason:
                    verdict = "set aside"
                    self._set_aside(record, str(reason))
                self.verdicts[verdict] += 1
                self.database.execute(
                    "INSERT OR REPLACE INTO positions VALUES (?, ?)",
                    (record.partition, record.offset + 1),
                )

    def forget_the_old(self) -> None:
        """Drop what is older than anything the topic can still hold."""
        with self.database:
            for table in ("seen", "sequences", "deliveries"):
                self.database.execute(
                    f"DELETE FROM {table} WHERE at < datetime('now', ?)",  # noqa: S608 - our own names
                    (f"-{MEMORY_DAYS} days",),
                )

    def running(self) -> list[tuple[str, ...]]:
        """Deliveries under way: room, status, expected time, restaurant; the earliest first."""
        return self.database.execute(
            "SELECT coalesce(room, '?'), coalesce(status, '?'), coalesce(expected_at, '-'),"
            " coalesce(restaurant, '?') FROM running ORDER BY expected_at, room"
        ).fetchall()

    def _understand(self, record: Any) -> str:
        headers = attributes(record.headers)
        source, type_ = headers["ce_source"], headers["ce_type"]
        if not self._first_time(source, headers["ce_id"]):
            return "repeat"
        if "ce_sequence" in headers and not self._in_order(headers):
            return "older"
        if type_ not in self.validators:
            return "unknown type"  # newer than our schemas: not for us, and no error
        value = self._valid(type_, record.value)
        if type_ in NO_DELIVERY:
            return "no delivery"
        self._keep(type_, value)
        return "applied"

    def _first_time(self, source: str, id_: str) -> bool:
        """Whether this event is new: Kafka and every producer may hand one over twice."""
        added = self.database.execute(
            "INSERT OR IGNORE INTO seen (source, id) VALUES (?, ?)", (source, id_)
        )
        return added.rowcount == 1

    def _in_order(self, headers: dict[str, str]) -> bool:
        """Note the event's place among those of its subject; False for one that was overtaken."""
        key = (headers["ce_source"], headers["ce_subject"])
        sequence = int(headers["ce_sequence"])
        row = self.database.execute(
            "SELECT last FROM sequences WHERE source = ? AND subject = ?", key
        ).fetchone()
        last = 0 if row is None else int(row[0])
        if sequence <= last:
            return False
        if sequence > last + 1:  # we missed something, or began to listen in the middle
            log.warning("%s: nothing between %d and %d was received", key[1], last, sequence)
            self.database.execute("INSERT INTO gaps VALUES (?, ?, ?, ?)", (*key, last, sequence))
        self.database.execute(
            "INSERT OR REPLACE INTO sequences (source, subject, last) VALUES (?, ?, ?)",
            (*key, sequence),
        )
        return True

    def _valid(self, type_: str, value: bytes | None) -> dict[str, Any]:
        try:
            parsed: dict[str, Any] = json.loads(value or b"")
        except ValueError as error:
            raise Unreadable(f"not JSON: {error}") from error
        for problem in self.validators[type_].iter_errors(parsed):
            raise Unreadable(f"{problem.json_path}: {problem.message}")
        return parsed

    def _keep(self, type_: str, value: dict[str, Any]) -> None:
        """Write down what the message says. The guest's name is not needed here, so not kept."""
        content = value.get("content", {})
        said = {
            "order_id": value["order_id"],
            "property_id": value["property_id"],
            "reference": value.get("reference"),
            "room": content.get("room"),
            "restaurant": content.get("restaurant", {}).get("name"),
            "courier": value.get("courier", {}).get("name"),
            "expected_at": value.get("expected_at", content.get("expected_at")),
            "status": STATUS.get(type_),
        }
        known = {column: text for column, text in said.items() if text is not None}
        columns, marks = ", ".join(known), ", ".join("?" * len(known))
        changes = ", ".join(f"{column} = excluded.{column}" for column in known)
        self.database.execute(
            f"INSERT INTO deliveries ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
            f" ON CONFLICT (order_id) DO UPDATE SET {changes}, at = CURRENT_TIMESTAMP",
            tuple(known.values()),
        )

    def _set_aside(self, record: Any, reason: str) -> None:
        log.error("partition %d, offset %d: %s", record.partition, record.offset, reason)
        self.database.execute(
            "INSERT OR REPLACE INTO set_aside VALUES (?, ?, ?, ?)",
            (record.partition, record.offset, reason, record.value),
        )


def attributes(headers: Any) -> dict[str, str]:
    """The CloudEvents attributes among a record's headers. Raises Unreadable."""
    try:
        found = {name: value.decode() for name, value in headers if name.startswith("ce_")}
    except (AttributeError, UnicodeDecodeError) as error:
        raise Unreadable(f"a header is null or not UTF-8: {error}") from error
    for name in ("ce_id", "ce_source", "ce_type", "ce_subject"):
        if not found.get(name):
            raise Unreadable(f"header {name} is missing")
    if not found.get("ce_sequence", "1").isdecimal():
        raise Unreadable(f"ce_sequence is {found['ce_sequence']!r}")
    return found


async def resume(consumer: Any, follower: Follower) -> None:
    """Go on where we stopped, and say so when the topic no longer holds what came next."""
    partitions = consumer.assignment()
    oldest = await consumer.beginning_offsets(partitions)
    for partition in partitions:
        position = follower.next_offset(partition.partition)
        if position is not None and position < oldest[partition]:
            gone = oldest[partition] - position
            log.warning("away for too long: %d records of %s are gone", gone, partition)
        consumer.seek(partition, max(position or 0, oldest[partition]))


async def follow(kafka: str, topic: str, follower: Follower) -> None:
    """Read every partition until told to stop, printing the table whenever it changes."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    # No consumer group: this one process reads all partitions and keeps its own positions.
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        await resume(consumer, follower)
        shown: list[tuple[str, ...]] = []
        while not stop.is_set():
            fetched = await consumer.getmany(timeout_ms=500)
            for records in fetched.values():
                follower.take(records)
            if (table := follower.running()) != shown:
                shown = table
                sys.stdout.write("\n".join(" | ".join(row) for row in table) + "\n\n")
                sys.stdout.flush()
    finally:
        await consumer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="Follow meal deliveries.")
    parser.add_argument("--kafka", required=True, help="host:port of a broker")
    parser.add_argument("--schemas", required=True, type=Path, help="folder of JSON Schemas")
    parser.add_argument("--state", required=True, type=Path, help="SQLite file to keep it all in")
    parser.add_argument("--topic", default=TOPIC, help="the topic with the installation's prefix")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    follower = Follower(options.state, options.schemas)
    with closing(follower.database):
        follower.forget_the_old()
        asyncio.run(follow(options.kafka, options.topic, follower))
        log.warning("stopped; %s", dict(follower.verdicts))


if __name__ == "__main__":
    main()
