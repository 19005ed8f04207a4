"""A process that outlives the command that started it, known by a record on disk.

The record holds the process id together with the moment the process started: an id alone may by
now belong to a stranger, who must never be signalled.
"""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

LOG_LIMIT = 10 * 1024 * 1024

# psutil derives the start from the boot time, which moves a little when the clock is set.
_CLOCK_SLACK = 1.0
_KILL_WAIT = 10.0


@dataclass(frozen=True)
class Record:
    """One started process: seconds since 1970 for `started`, as the kernel reports it."""

    pid: int
    started: float
    port: int


class Daemon:
    """Starts, finds again, signals and stops one named process."""

    def __init__(self, name: str, run: Path, logs: Path) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._record = run / f"{name}.json"

    def running(self) -> Record | None:
        """The record, if the process it names is alive and still the one that was started."""
        record = self._read()
        return record if record and self.process(record) else None

    def process(self, record: Record) -> psutil.Process | None:
        """The recorded process, or None when it is gone or its id now names another."""
        try:
            process = psutil.Process(record.pid)
            if abs(process.create_time() - record.started) > _CLOCK_SLACK:
                return None
            if process.status() == psutil.STATUS_ZOMBIE:
                with contextlib.suppress(psutil.TimeoutExpired):
                    process.wait(0)
                return None
        except psutil.NoSuchProcess:
            return None
        return process

    def start(self, command: Sequence[str], env: Mapping[str, str], port: int) -> Record:
        """Start `command` in a session of its own, its output appended to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._record.parent.mkdir(parents=True, exist_ok=True)
        rotate(self.log)
        pid = os.posix_spawn(
            command[0],
            list(command),
            dict(env),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (
                    os.POSIX_SPAWN_OPEN,
                    1,
                    str(self.log),
                    os.O_WRONLY | os.O_APPEND | os.O_CREAT,
                    0o644,
                ),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )
        record = Record(pid=pid, started=psutil.Process(pid).create_time(), port=port)
        draft = self._record.with_suffix(".new")
        draft.write_text(json.dumps(asdict(record)))
        draft.replace(self._record)
        return record

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal (also SIGSTOP, SIGCONT, SIGKILL); False when nothing runs.

        After SIGKILL the process is gone when this returns, so that a restart never adopts it.
        """
        record = self._read()
        process = self.process(record) if record else None
        if process is None:
            return False
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
            if number is signal.SIGKILL:
                process.wait(_KILL_WAIT)
        return True

    async def stop(self, grace: float = 20.0) -> None:
        """Ask with SIGTERM, insist with SIGKILL after `grace` seconds, forget the record."""
        record = self._read()
        process = self.process(record) if record else None
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)
                process.terminate()
                if not await self._gone(process, grace):
                    process.kill()
                    await self._gone(process, grace)
        self._record.unlink(missing_ok=True)

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of the log, oldest line first."""
        return tail(self.log, count)

    async def _gone(self, process: psutil.Process, grace: float) -> bool:
        deadline = time.monotonic() + grace
        record = Record(pid=process.pid, started=process.create_time(), port=0)
        while time.monotonic() < deadline:
            if self.process(record) is None:
                return True
            await asyncio.sleep(0.05)
        return False

    def _read(self) -> Record | None:
        try:
            return Record(**json.loads(self._record.read_text()))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):
            return None


def rotate(log: Path) -> None:
    """Set a log over 10 MB aside as `NAME.log.1`, in place of the one set aside before."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))


def tail(path: Path, count: int) -> list[str]:
    """The last `count` lines of a file, read from its end; empty when there is no file."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        block = 64 * 1024
        while True:
            file.seek(max(0, size - block))
            lines = file.read().decode(errors="replace").splitlines()
            if len(lines) > count or block >= size:
                return lines[-count:]
            block *= 4
