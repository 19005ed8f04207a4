"""Brings an installation back from a backup, into engines where there is none.

The services go on as if only time had passed: they stand where they stood in topics that begin
anew. What the lost installation did after the instant of the backup is not known here but may have
been done: so what each service does to the outside world is looked for first, for a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from bson.raw_bson import RawBSONDocument

from chassis import rows
from chassis.rows import offset_field
from comptoir_local.backup.files import PLAIN, RAW, Progress, rows_of
from comptoir_local.backup.keys import FOLDER, return_keys
from comptoir_local.backup.manifest import Manifest
from comptoir_local.backup.snapshot import Row, Say
from comptoir_local.backup.target import check_databases, check_topics, collection_of, databases
from comptoir_local.backup.topic_log import TopicLog
from comptoir_local.preparing import prepared
from comptoir_local.reach import Reach
from comptoir_local.trouble import Trouble
from contracts.topics import BY_NAME, SERVICES

BATCH_BYTES = 4_000_000
BATCH_ROWS = 1_000
SEND_AT_ONCE = 1_000
PATIENCE = 60.0


def restore(reach: Reach, folder: Path, keys_to: Path, say: Say) -> Manifest:
    """Raises Trouble: before anything is written where the backup is damaged or the target is not
    empty, and else naming what failed; then the target is to be emptied and filled again."""
    manifest = Manifest.read(folder)
    manifest.check(folder, say)
    asyncio.run(prepared(reach, PATIENCE))
    check_databases(reach)
    asyncio.run(check_topics(reach))
    keys = sorted(name for name in manifest.files if name.startswith(f"{FOLDER}/"))
    put = return_keys(folder, keys_to, keys)
    say(f"keys: {len(put)} of {len(keys)} put into {keys_to}")
    asyncio.run(_return_topics(reach, folder, manifest, say))
    _return_databases(reach, folder, manifest, say)
    return manifest


# -- topics ------------------------------------------------------------------------------------


async def _return_topics(reach: Reach, folder: Path, manifest: Manifest, say: Say) -> None:
    """Every record to its partition, in order. Told as of now: with their own times, old ones
    would be pruned before they are read."""
    producer = AIOKafkaProducer(
        bootstrap_servers=reach.engines.kafka,
        enable_idempotence=True,
        acks="all",
        linger_ms=5,
        max_batch_size=256 * 1024,
    )
    try:
        await producer.start()
        for topic in manifest.records:
            progress = Progress(f"topic {topic}", say)
            await _return_topic(producer, reach.namespace + topic, topic, folder, progress)
            if progress.rows:
                say(f"topic {topic}: {progress.rows} records")
        await _check_ends(reach, manifest)
    except KafkaError as error:
        raise Trouble(f"Kafka did not take the records: {error!r}") from error
    finally:
        await producer.stop()


async def _return_topic(
    producer: Any, name: str, topic: str, folder: Path, progress: Progress
) -> None:
    if topic not in BY_NAME:
        raise Trouble(f"This release has no topic {topic}.", "Restore with the release before.")
    sent = []
    for row in rows_of(folder / f"topics/{topic}.bson.gz", PLAIN):
        headers = [(header, value) for header, value in row["h"]]
        sent.append(
            await producer.send(name, row["v"], key=row["k"], partition=row["p"], headers=headers)
        )
        progress.one_more()
        if len(sent) == SEND_AT_ONCE:
            await asyncio.gather(*sent)
            sent = []
    await asyncio.gather(*sent)


async def _check_ends(reach: Reach, manifest: Manifest) -> None:
    async with TopicLog.of(reach) as log:
        for place, end in (await log.ends()).items():
            topic = place.topic.removeprefix(reach.namespace)
            if end != (kept := manifest.records.get(topic, [0] * 12)[place.partition]):
                raise Trouble(
                    f"{place.topic} partition {place.partition} has {end} records, not {kept}.",
                    "Somebody else writes there: stop the services, and begin anew.",
                )


# -- databases ---------------------------------------------------------------------------------


def _return_databases(reach: Reach, folder: Path, manifest: Manifest, say: Say) -> None:
    now = datetime.now(UTC)
    unseen = {"_id": "restored", "since": manifest.taken_at, "until": now}
    with databases(reach) as client:
        for service in SERVICES:
            progress = Progress(f"database of {service}", say)
            for path in sorted((folder / "databases" / service).glob("*.bson.gz")):
                name = path.name.removesuffix(".bson.gz")
                target = collection_of(client, reach, service, name)
                _insert(target, _mended(service, name, path, manifest, now), progress)
            target = collection_of(client, reach, service, rows.RESTORED)
            target.replace_one({"_id": unseen["_id"]}, unseen, upsert=True)
            say(f"database of {service}: {progress.rows} rows")


def _insert(target: Any, found: Iterator[Any], progress: Progress) -> None:
    batch: list[Any] = []
    size = 0
    for row in found:
        batch.append(row)
        size += _size_of(row)
        progress.one_more()
        if size > BATCH_BYTES or len(batch) == BATCH_ROWS:
            target.insert_many(batch)
            size, batch = 0, []
    if batch:
        target.insert_many(batch)


def _size_of(row: Any) -> int:
    """About how many bytes; what was read to be changed is small but for a record's value."""
    if isinstance(row, RawBSONDocument):
        return len(row.raw)
    return 2_000 + len(row.get("value") or b"")


def _mended(
    service: str, name: str, path: Path, manifest: Manifest, now: datetime
) -> Iterator[Any]:
    """The rows of a collection, with what refers to places in topics as these are now."""
    match name:
        case rows.OWNERSHIP:
            places = manifest.offsets.get(service, {})
            return (standing_anew(row, places) for row in rows_of(path, PLAIN))
        case rows.PARKED_RECORDS | rows.DEAD_LETTERS:
            return (moved_anew(row, manifest.moved) for row in rows_of(path, PLAIN))
        case rows.INBOX:
            # Repeats are remembered for as long as the records that begin to lie there now.
            return (row | {"at": now} for row in rows_of(path, PLAIN))
        case rows.RESTORED:
            return iter(())
        case _:
            return rows_of(path, RAW)


def standing_anew(row: Row, places: Mapping[str, Mapping[str, int]]) -> Row:
    offsets = places.get(str(row["_id"]), {})
    # Nobody swaps its views here, if somebody did there.
    at = {offset_field(topic): at for topic, at in offsets.items()}
    return row | {"offsets": at, "swapping": None}


def moved_anew(row: Row, moved: Mapping[str, int]) -> Row:
    offset = moved[row["_id"]]
    return row | {"_id": f"{row['topic']}/{row['p']}/{offset}", "offset": offset}
