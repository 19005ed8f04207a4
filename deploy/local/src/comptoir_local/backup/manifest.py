"""What a backup's folder holds, and that it holds it unharmed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from comptoir_local.trouble import Trouble

# A reader takes its own number alone; it goes up when older readers would misread a folder.
FORMAT = 1
FILE = "manifest.json"
_READ_AT_ONCE = 1 << 20

# Partition by partition: where a service goes on in a topic once that begins anew at 0.
Offsets = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True)
class FileNote:
    """One file: its size in bytes, its sum, and how many rows or records are in it."""

    size: int
    sha256: str
    rows: int


@dataclass
class Manifest:
    """`taken_at` is just before the instant that the databases show.

    `records` says how many of each topic's partitions are kept; `offsets` where each service goes
    on, as service, partition, topic; `moved` where a record lies that a service set aside, by the
    position under which it knows it.
    """

    taken_at: datetime
    release: str
    files: dict[str, FileNote] = field(default_factory=dict)
    records: dict[str, list[int]] = field(default_factory=dict)
    offsets: Offsets = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write it last: a folder without one is no backup."""
        known = {"format": FORMAT, **asdict(self), "taken_at": self.taken_at.isoformat()}
        text = json.dumps(known, indent=1, sort_keys=True)
        with (folder / FILE).open("w") as file:
            file.write(json.dumps({"sha256": sum_of(text), "manifest": text}))
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises Trouble where there is none, or one that this release does not read."""
        path = folder / FILE
        if not path.is_file():
            raise Trouble(f"{folder} is no backup: it has no {FILE}.", "Was it ended early?")
        try:
            outer = json.loads(path.read_text())
            text = outer["manifest"]
            whole = outer["sha256"] == sum_of(text)
            known: dict[str, Any] = json.loads(text)
        except (ValueError, KeyError, TypeError):
            raise Trouble(f"{path} cannot be read.", "The backup is damaged.") from None
        if not whole:
            raise Trouble(f"{path} is not as it was written.", "The backup is damaged.")
        if (found := known.pop("format")) != FORMAT:
            raise Trouble(f"{folder} is of format {found}; this release reads {FORMAT}.")
        files = {name: FileNote(**note) for name, note in known.pop("files").items()}
        taken_at = datetime.fromisoformat(known.pop("taken_at"))
        return cls(taken_at=taken_at, files=files, **known)

    def check(self, folder: Path, say: Callable[[str], None]) -> None:
        """Read every file through. Raises Trouble naming the first that is not as it was."""
        size = sum(note.size for note in self.files.values())
        say(f"checking {len(self.files)} files, {size / 1e6:.1f} MB ...")
        for name, note in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                raise Trouble(f"{path} is missing.", "The backup is damaged.")
            if path.stat().st_size != note.size or sha256_of(path) != note.sha256:
                raise Trouble(f"{path} is not as it was written.", "The backup is damaged.")


def sha256_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_AT_ONCE):
            found.update(block)
    return found.hexdigest()


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
