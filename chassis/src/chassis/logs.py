"""Structured logs as JSON lines: ids and reasons, never bodies, never personal data."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

import structlog

from chassis.records import reason_of
from chassis.trace import current

LONGEST_CHAIN = 5
OWN = ("chassis", "contracts")
# A net below the rule that no line carries what somebody else said: whom it would reach.
_MAIL = re.compile(r"[^\s<>\"',;:=()]+@[^\s<>\"',;:()]+")
_PHONE = re.compile(r"\+\d[\d ().-]{6,}\d")
# Fields that a log line may never carry, whoever adds them.
_SAFE = frozenset({"time", "service", "level", "trace_id", "span_id"})
FORBIDDEN = frozenset(
    {"value", "body", "payload", "message", "guest", "surname", "given_name", "phone", "mail"}
)


def _add_trace(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What the running task works for, unless the line itself says for what it stands."""
    trace = current.get()
    if trace is not None and "trace_id" not in event:
        event["trace_id"], event["span_id"] = trace.trace_id, trace.span_id
    return event


def _mask_addresses(
    _: Any, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    for name, value in event.items():
        if isinstance(value, str) and ("@" in value or "+" in value) and name not in _SAFE:
            event[name] = _PHONE.sub("(phone)", _MAIL.sub("(mail)", value))
    return event


def _drop_forbidden(
    _: Any, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    for name in FORBIDDEN & event.keys():
        event[name] = "(left out)"
    return event


def _tell_exception(
    _: Any, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Where it was raised and why, without the values that libraries put into their texts."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else sys.exc_info()[1]
    error = given[1] if isinstance(given, tuple) else error
    told: list[str] = []
    while error is not None and len(told) < LONGEST_CHAIN:
        lines = traceback.format_tb(error.__traceback__)
        told.append("".join([*lines, reason_of(error)]))
        error = error.__cause__ or error.__context__
    event["exception"] = "\n\nAfter:\n".join(told)
    return event


def configure(service: str, level: str) -> None:
    """Send structlog's and the standard library's records to stdout as JSON lines."""
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _add_trace,
        _drop_forbidden,
        _tell_exception,
        _mask_addresses,
    ]
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    # Libraries tell bodies, addresses and queries when they are asked for more.
    root.setLevel(logging.WARNING)
    for name in (*OWN, service.replace("-", "_")):
        logging.getLogger(name).setLevel(level)
    structlog.contextvars.bind_contextvars(service=service)


def logger(name: str) -> Any:
    """A logger for a module; its calls take an event in plain words and ids as fields."""
    return structlog.stdlib.get_logger(name)
