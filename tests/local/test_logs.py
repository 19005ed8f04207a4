"""Logs made readable."""

import json
from pathlib import Path

import pytest

from comptoir_local.logs import follow, last_lines, readable

RECORD = {
    "event": "batch committed",
    "level": "info",
    "time": "2026-11-23T19:40:00Z",
    "service": "orders",
    "records": 12,
    "topic": "orders.delivery.events.v1",
    "reason": "two words",
    "empty": "",
}


def test_a_json_line_reads_as_time_level_event_and_its_fields() -> None:
    assert readable(json.dumps(RECORD)) == (
        "2026-11-23T19:40:00Z INFO batch committed records=12 "
        'topic=orders.delivery.events.v1 reason="two words" empty=""'
    )


def test_a_traceback_stands_below_its_line() -> None:
    line = readable(json.dumps({"event": "failed", "exception": "Traceback:\n  boom"}))
    assert line == "failed\nTraceback:\n  boom"


@pytest.mark.parametrize("line", ["", "plain words", "[1, 2]", '{"half": ', "12"])
def test_any_other_line_is_left_as_it_is(line: str) -> None:
    assert readable(line) == line


def test_raw_lines_are_as_written(tmp_path: Path) -> None:
    log = tmp_path / "orders.log"
    log.write_text('{"event": "one"}\n{"event": "two"}\n')
    assert last_lines(log, 1, raw=True) == ['{"event": "two"}']
    assert last_lines(log, 5, raw=False) == ["one", "two"]


def test_following_gives_new_lines_whole_and_goes_on_after_a_rotation(tmp_path: Path) -> None:
    log = tmp_path / "orders.log"
    log.write_text("old\n")
    lines = follow(log, raw=True)

    with log.open("a") as file:
        file.write("one\ntwo\n")
    assert [next(lines), next(lines)] == ["one", "two"]

    log.rename(tmp_path / "orders.log.1")
    log.write_text("three\n")
    assert next(lines) == "three"
    lines.close()
