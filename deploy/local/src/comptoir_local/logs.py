"""Reading a process's log: JSON lines made readable, anything else left as it is."""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import TextIO

from comptoir_local.daemon import tail

_FIRST = ("time", "timestamp", "level", "event", "service", "exception")
_PAUSE = 0.2


def readable(line: str) -> str:
    """`time level event key=value ...` for a JSON object; its traceback, if any, below."""
    try:
        record = json.loads(line)
    except ValueError:
        return line
    if not isinstance(record, dict):
        return line
    moment = record.get("time") or record.get("timestamp") or ""
    parts = [str(moment), str(record.get("level", "")).upper(), str(record.get("event", ""))]
    parts += [f"{key}={_value(value)}" for key, value in record.items() if key not in _FIRST]
    text = " ".join(part for part in parts if part)
    return f"{text}\n{record['exception']}" if record.get("exception") else text


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False) if not text or " " in text else text


def last_lines(log: Path, count: int, raw: bool) -> list[str]:
    """The last `count` lines, rendered unless `raw`."""
    lines = tail(log, count)
    return lines if raw else [readable(line) for line in lines]


def follow(log: Path, raw: bool) -> Generator[str, None, None]:
    """Every line written from this call on, for ever, across a rotation."""
    file = log.open(errors="replace")
    file.seek(0, os.SEEK_END)
    return _new_lines(log, file, raw)


def _new_lines(log: Path, file: TextIO, raw: bool) -> Generator[str, None, None]:
    begun = ""
    try:
        while True:
            if chunk := file.readline():
                begun += chunk
                if begun.endswith("\n"):
                    line, begun = begun.rstrip("\n"), ""
                    yield line if raw else readable(line)
            elif log.exists() and log.stat().st_ino != os.fstat(file.fileno()).st_ino:
                file.close()
                file = log.open(errors="replace")
            else:
                time.sleep(_PAUSE)
    finally:
        file.close()
