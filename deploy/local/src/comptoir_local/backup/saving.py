"""Takes a backup while the installation goes on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from comptoir_local.backup.keys import keep_keys
from comptoir_local.backup.manifest import Manifest
from comptoir_local.backup.snapshot import Say, Snapshot
from comptoir_local.backup.topic_log import Standings, TopicLog
from comptoir_local.home import Home
from comptoir_local.reach import Reach
from comptoir_local.trouble import Trouble


def save(reach: Reach, home: Home, folder: Path, keys: Sequence[Path], say: Say) -> Manifest:
    """Write a backup into a folder that is not there yet. Raises Trouble; what was written until
    then stays beside it under another name, and is no backup."""
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"{folder} is not empty.", "Every backup has a folder of its own.")
    draft = folder.with_name(f"{folder.name}.unfinished")
    if draft.exists():
        raise Trouble(f"{draft} is there.", "Another backup is at work there, or was cut short.")
    draft.mkdir(mode=0o700, parents=True)
    manifest = Manifest(taken_at=datetime.now(UTC), release=version("comptoir-local"))
    manifest.files.update(keep_keys(draft, home, keys))
    say(f"keys: {len(manifest.files)} files" if manifest.files else "keys: none found here")
    asyncio.run(_save_engines(reach, draft, manifest, say))
    manifest.write(draft)
    if folder.exists():
        folder.rmdir()
    os.replace(draft, folder)
    return manifest


async def _save_engines(reach: Reach, draft: Path, manifest: Manifest, say: Say) -> None:
    """The instant is settled between two looks at the topics' ends: what lies before the first
    was there already, what lies after the second came of nothing that the snapshot shows."""
    async with TopicLog.of(reach) as log:
        with Snapshot.of(reach) as snapshot:
            before = await log.ends()
            manifest.taken_at = datetime.now(UTC)
            snapshot.begin()
            after = await log.ends()
            left_out = await log.doubtful(before, after, snapshot)
            standings = Standings.at(snapshot)
            manifest.files.update(await asyncio.to_thread(snapshot.keep, draft, say))
        await log.keep(draft, manifest, (before, after), left_out, standings, say)
