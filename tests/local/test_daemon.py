"""Processes that outlive the command that started them."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from comptoir_local.daemon import LOG_LIMIT, Daemon, rotate, tail
from comptoir_local.home import Home

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('deaf', flush=True)
time.sleep(60)
"""
PATIENT = "import time; print('here', flush=True); time.sleep(60)"


def start(daemon: Daemon, program: str) -> int:
    """Start a Python program and return its process id once it has said its first word."""
    pid = daemon.start([sys.executable, "-c", program], os.environ, port=0).pid
    deadline = time.monotonic() + 10
    while not daemon.last_lines():
        assert time.monotonic() < deadline, "the program said nothing"
        time.sleep(0.01)
    return pid


@pytest.fixture
async def daemon(home: Home) -> AsyncIterator[Daemon]:
    daemon = Daemon("sleeper", home.run, home.logs)
    yield daemon
    await daemon.stop(grace=0.1)


async def test_a_started_process_is_found_again_by_its_record(daemon: Daemon, home: Home) -> None:
    pid = start(daemon, PATIENT)

    found = Daemon("sleeper", home.run, home.logs).running()

    assert found is not None
    assert found.pid == pid


async def test_a_process_lives_in_a_session_of_its_own(daemon: Daemon) -> None:
    pid = start(daemon, PATIENT)
    assert os.getsid(pid) == pid


async def test_a_stopped_process_is_gone_and_forgotten(daemon: Daemon) -> None:
    pid = start(daemon, PATIENT)
    await daemon.stop()
    assert daemon.running() is None
    assert not psutil.pid_exists(pid)


async def test_a_process_deaf_to_sigterm_is_killed_after_its_grace(daemon: Daemon) -> None:
    pid = start(daemon, STUBBORN)
    await daemon.stop(grace=0.3)
    assert not psutil.pid_exists(pid)


async def test_a_paused_process_can_be_stopped(daemon: Daemon) -> None:
    pid = start(daemon, PATIENT)
    daemon.signal(signal.SIGSTOP)
    await daemon.stop(grace=5)
    assert not psutil.pid_exists(pid)


async def test_a_killed_process_no_longer_runs(daemon: Daemon) -> None:
    start(daemon, PATIENT)
    assert daemon.signal(signal.SIGKILL)
    assert daemon.running() is None
    assert not daemon.signal(signal.SIGKILL)


async def test_a_stranger_with_the_recorded_id_is_never_signalled(
    daemon: Daemon, home: Home
) -> None:
    stranger = Daemon("stranger", home.run, home.logs)
    pid = start(stranger, PATIENT)
    record = json.loads((home.run / "stranger.json").read_text())
    (home.run / "sleeper.json").write_text(json.dumps(record | {"started": record["started"] - 60}))

    assert daemon.running() is None
    assert not daemon.signal(signal.SIGKILL)
    await daemon.stop()

    survivor = stranger.running()
    assert survivor is not None
    assert survivor.pid == pid
    await stranger.stop()


async def test_a_damaged_record_counts_as_nothing_running(daemon: Daemon, home: Home) -> None:
    home.run.mkdir(parents=True)
    (home.run / "sleeper.json").write_text('{"pid": 1, "sta')
    assert daemon.running() is None


async def test_a_second_start_appends_to_the_log(daemon: Daemon) -> None:
    start(daemon, PATIENT)
    await daemon.stop()
    daemon.log.write_text(daemon.log.read_text() + "between\n")
    daemon.start([sys.executable, "-c", "print('again')"], os.environ, port=0)
    deadline = time.monotonic() + 10
    while daemon.running():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    assert daemon.last_lines() == ["here", "between", "again"]


def test_only_a_large_log_is_set_aside(tmp_path: Path) -> None:
    log = tmp_path / "orders.log"
    log.write_bytes(b"x" * LOG_LIMIT)
    rotate(log)
    assert log.exists()
    log.write_bytes(b"x" * (LOG_LIMIT + 1))
    rotate(log)
    assert not log.exists()
    assert (tmp_path / "orders.log.1").stat().st_size == LOG_LIMIT + 1


def test_the_end_of_a_long_log_is_read_without_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "orders.log"
    log.write_text("".join(f"line {number} {'é' * 40}\n" for number in range(5000)))
    assert [line.split()[1] for line in tail(log, 3)] == ["4997", "4998", "4999"]
    assert len(tail(log, 10_000)) == 5000
    assert tail(tmp_path / "none.log", 3) == []
