"""Rows and records in files: BSON documents one after the other, compressed, read as a stream."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from comptoir_local.backup.manifest import FileNote, sha256_of

RAW: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument, tz_aware=True)
PLAIN: CodecOptions[Any] = CodecOptions(tz_aware=True)
SAID_EVERY = 100_000
_LEVEL = 1  # a tenth of the time of the best one, for a few per cent of the size


@dataclass
class Progress:
    """Says how far something long is, every hundred thousand rows."""

    what: str
    say: Callable[[str], None]
    rows: int = 0

    def one_more(self) -> None:
        self.rows += 1
        if self.rows % SAID_EVERY == 0:
            self.say(f"{self.what}: {self.rows} ...")


class RowFile:
    """A file being written; `note` says what it became once it is closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._raw: IO[bytes] = path.open("wb")
        self._packed = gzip.GzipFile(
            filename="", mode="wb", compresslevel=_LEVEL, fileobj=self._raw, mtime=0
        )
        self.rows = 0

    def add(self, document: bytes) -> None:
        """One more, as encoded BSON."""
        self._packed.write(document)
        self.rows += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._packed.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()

    @property
    def note(self) -> FileNote:
        return FileNote(self._path.stat().st_size, sha256_of(self._path), self.rows)


def rows_of(path: Path, options: CodecOptions[Any] = RAW) -> Iterator[Any]:
    """The documents of a file, in order."""
    with cast(IO[bytes], gzip.open(path, "rb")) as file:
        yield from bson.decode_file_iter(file, codec_options=options)
