"""Log lines tell ids and reasons; never values, whoever logs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import BaseModel
from pymongo.errors import BulkWriteError, OperationFailure

from chassis.commits import Conflict, Refused, UnknownCommit, in_brief, told_apart
from chassis.logs import configure, logger
from chassis.trace import Trace, current


class Mail(BaseModel):
    to: int


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as `configure` sets it up, into a text; everything as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure("tally", "INFO")
    text = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(text)
    yield text
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_line_is_json_with_time_level_service_event_and_ids(log: io.StringIO) -> None:
    logger("tally.x").info("key parked", key="order-1")
    (line,) = lines(log)
    assert {name: line[name] for name in ("level", "service", "event", "key")} == {
        "level": "info",
        "service": "tally",
        "event": "key parked",
        "key": "order-1",
    }
    assert line["time"].endswith("Z")


def test_bodies_and_guests_are_left_out_whoever_adds_them(log: io.StringIO) -> None:
    logger("tally.x").info("sent", body="Dear Mrs Example", surname="Example", mail="a@example.org")
    assert "xample" not in log.getvalue()
    assert lines(log)[0]["body"] == "(left out)"


@pytest.mark.parametrize("library", [False, True])
def test_an_exception_is_told_without_the_values_it_failed_on(
    log: io.StringIO, library: bool
) -> None:
    written = {"to": "mrs@example.org"}
    try:
        Mail.model_validate(written)
    except ValueError:
        if library:
            logging.getLogger("some.library").exception("failed")
        else:
            logger("tally.x").exception("failed")
    (line,) = lines(log)
    assert "test_logs.py" in line["exception"]
    assert "to: Input should be a valid integer" in line["exception"]
    assert "mrs@example.org" not in log.getvalue()


def test_whom_a_text_of_others_would_reach_is_left_out_of_every_line(log: io.StringIO) -> None:
    refused = "450 <mrs.example@example.org>: busy, call +33 6 39 98 71 91 instead"
    logger("tally.x").info("again later", why=refused)
    logging.getLogger("some.library").warning("the relay said %s", refused)
    for line in lines(log):
        assert "450 <(mail)>: busy, call (phone) instead" in (line.get("why") or line["event"])


def test_libraries_say_nothing_below_a_warning_however_much_is_asked_of_ours() -> None:
    text = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        configure("tally", "DEBUG")
        handler = root.handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(text)
        logging.getLogger("aiosmtplib").info("RCPT TO mrs")
        logging.getLogger("httpcore.http11").debug("send_request_body mrs")
        logger("tally.door").debug("looked")
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
    assert [line["event"] for line in lines(text)] == ["looked"]


def test_a_line_says_for_which_trace_it_stands(log: io.StringIO) -> None:
    token = current.set(Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"))
    try:
        logger("tally.x").info("one")
        logging.getLogger("some.library").warning("two")
    finally:
        current.reset(token)
    logger("tally.x").info("three")
    first, second, third = lines(log)
    assert first["trace_id"] == second["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert first["span_id"] == "00f067aa0ba902b7"
    assert "trace_id" not in third


def test_the_causes_of_an_exception_are_told_too(log: io.StringIO) -> None:
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise RuntimeError("second") from error
    except RuntimeError:
        logger("tally.x").exception("failed")
    told = lines(log)[0]["exception"]
    assert told.index("RuntimeError: second") < told.index("KeyError: 'first'")


# -- what the database's driver says ---------------------------------------------------------------


def refused_write(code: int) -> BulkWriteError:
    """As the driver raises it: with the whole document in its text."""
    write = {"index": 0, "code": code, "errmsg": "no", "op": {"mail": "mrs@example.org"}}
    return BulkWriteError({"writeErrors": [write], "nInserted": 0})


def test_a_refused_write_is_told_by_its_codes_alone() -> None:
    assert "mrs@example.org" in str(refused_write(121))
    assert in_brief(refused_write(121)) == "BulkWriteError 121"


@pytest.mark.parametrize(
    ("error", "committing", "kind"),
    [
        (refused_write(11000), False, Conflict),
        (OperationFailure("duplicate", 11000), False, Conflict),
        (refused_write(121), False, Refused),
        (OperationFailure("too large", 10334), False, Refused),
        (OverflowError("8 bytes"), False, Refused),
        (OperationFailure("out of disk space", 14031), False, OperationFailure),
        (OperationFailure("not the primary", 10107), True, UnknownCommit),
    ],
)
def test_failures_of_a_transaction_are_told_apart(
    error: Exception, committing: bool, kind: type[Exception]
) -> None:
    assert type(told_apart(error, committing=committing)) is kind


def test_what_the_server_calls_transient_is_tried_again_even_at_the_commit() -> None:
    error = OperationFailure("gone", 251, {"errorLabels": ["TransientTransactionError"]})
    assert told_apart(error, committing=True) is error
    unknown = OperationFailure("?", 50, {"errorLabels": ["UnknownTransactionCommitResult"]})
    assert isinstance(told_apart(unknown, committing=False), UnknownCommit)
