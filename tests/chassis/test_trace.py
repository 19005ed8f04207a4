"""Traces: ids that join up without being carried along, and who is told of which."""

from __future__ import annotations

import subprocess
import sys
import threading

from hypothesis import given
from hypothesis import strategies as st

from chassis.trace import Trace, child_trace, sending_span, within
from chassis.tracing import OFF

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


def test_a_child_goes_on_in_its_parents_trace_with_a_span_of_its_own() -> None:
    child = child_trace(PARENT, "tally", "id-1")
    version, trace, span, flags = child.split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert (len(span), span) != (16, "00f067aa0ba902b7")
    assert child == child_trace(PARENT, "tally", "id-1")
    assert span == sending_span("tally", "id-1")


def test_what_is_not_kept_stays_so_down_the_line() -> None:
    child = Trace.read(child_trace(f"00-{TRACE}-00f067aa0ba902b7-00", "tally", "id-1"))
    assert child is not None
    assert not child.sampled


def test_without_a_readable_parent_a_new_trace_begins() -> None:
    unreadable = ("", "garbage", f"00-{TRACE}-short", f"00-{'0' * 32}-00f067aa0ba902b7-01")
    for parent in (None, *unreadable, f"00-{'z' * 32}-00f067aa0ba902b7-01"):
        version, trace, span, flags = child_trace(parent, "tally", "id-1").split("-")
        assert (version, len(trace), len(span), flags) == ("00", 32, 16, "01")
        assert trace != TRACE


@given(st.text(max_size=80))
def test_no_header_of_a_stranger_raises(text: str) -> None:
    found = Trace.read(text)
    assert found is None or found.header[3:] == text[3:53] + found.header[53:]


def test_every_process_keeps_the_same_share_of_traces() -> None:
    traces = [Trace.new(0.25) for _ in range(4000)]
    kept = [trace for trace in traces if trace.sampled]
    assert 800 < len(kept) < 1200
    assert all(within(trace.trace_id, 0.25) == trace.sampled for trace in traces)
    assert not any(Trace.new(0).sampled for _ in range(100))
    assert all(Trace.new().sampled for _ in range(100))


def test_off_wants_no_trace_whatever_it_says() -> None:
    assert not OFF.wants(Trace.read(PARENT))


def test_off_neither_imports_the_sdk_nor_starts_a_thread() -> None:
    """What is not asked for costs no start, no memory and no thread."""
    looked = (
        "import sys, threading;"
        "from chassis.metrics import Metrics; from chassis.settings import ChassisSettings;"
        "from chassis.tracing import OFF, tracing_of;"
        "import chassis.engine;"
        "assert tracing_of('tally', 'one', ChassisSettings(), Metrics()) is OFF;"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry.sdk')];"
        "assert threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-c", looked], check=True, env={"PATH": "/usr/bin"})
    assert not [one for one in threading.enumerate() if "Otel" in one.name]
