"""The bench counts right, tells an aim missed from one reached, and runs from end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from comptoir_local.engines.addresses import EngineAddresses
from gateway.board.stages import OrderStatus
from tests.bench.counting import middle_rate
from tests.bench.figures import Figures
from tests.bench.history import RUNNING, events, fold
from tests.bench.house import ROOT
from tests.bench.huts import FIRST, bookings
from tests.bench.spread import spread
from tests.support.engines import known_as_external

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_a_spread_names_the_nearest_rank() -> None:
    assert spread([float(n) for n in range(100, 0, -1)]) == {
        "p50": 51.0,
        "p90": 91.0,
        "p99": 100.0,
        "max": 100.0,
        "count": 100,
    }


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_the_middle_of_a_run_leaves_start_and_end_out() -> None:
    waiting_to_start, slow_end = (0.0, 0), (100.0, 1000)
    readings = [waiting_to_start, (10.0, 0), (11.0, 100), (19.0, 900), (20.0, 950), slow_end]
    assert middle_rate(readings) == pytest.approx(900 / 9.5)


def test_an_aim_is_missed_on_the_wrong_side_of_it_only() -> None:
    figures = Figures()
    figures.at_least("rate", 69, "/s", 100, 0.7)
    figures.at_least("rate", 70, "/s", 100, 0.7)
    figures.at_most("time", 31, "ms", 10, 3)
    figures.at_most("time", 30, "ms", 10, 3)
    figures.below("memory", 150, "MB", 150)
    figures.above("rate", 1000, "/s", 1000)
    assert [line.reached for line in figures.lines] == [False, True, False, True, False, True]


def test_the_history_is_what_the_gateways_handlers_make_of_the_events() -> None:
    over = list(fold(events(RUNNING, NOW, 1000), NOW))
    (view,) = [row for name, row in over if name == "orders"]
    lines = [row["state"]["kind"] for name, row in over if name == "activity"]
    assert view["state"]["status"] == OrderStatus.DELIVERED
    assert view["state"]["board_until"] < NOW.isoformat()
    assert (view["v"], view["seq"]) == (4, {"/gateway/live/changes": 4})
    assert lines == ["placed", "courier_assigned", "delivered", "folio_settled"]


def test_the_same_number_of_cards_is_on_the_board_before_any_history() -> None:
    running = [
        row["state"]["running"]
        for n in range(100)
        for name, row in fold(events(n, NOW, 100), NOW)
        if name == "orders"
    ]
    assert running.count(True) == RUNNING


def test_bookings_go_to_the_huts_and_nights_in_turn_each_under_an_id_of_its_own() -> None:
    made = list(bookings("run", ("hut-1", "hut-2"), 6, nights=3))
    carts = [json.loads(record.value)["cart"]["nights"] for record in made]
    assert [cart[0]["property_id"] for cart in carts] == ["hut-1", "hut-2"] * 3
    first = [date.fromisoformat(cart[0]["night"]) for cart in carts]
    assert [(night - FIRST).days for night in first] == [0, 0, 1, 1, 0, 0]
    assert len({record.id for record in made}) == len({record.key for record in made}) == 6


@pytest.mark.timeout(300)  # it starts an installation of its own
def test_a_tiny_run_measures_us_and_the_floor_and_writes_it_down(
    engines: EngineAddresses, tmp_path: Path
) -> None:
    tiny = ("--commands", "300", "--rate", "20", "--seconds", "2", "--to", str(tmp_path))
    command = [sys.executable, "-m", "tests.bench", "--only", "latency", "--only", "commands"]
    command += ["--engines", "external", *tiny]
    environment = {**os.environ, **known_as_external(engines)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.iterdir()
    written = json.loads(file.read_text())
    raw = written["raw"]["latency"]
    assert [raw[side]["count"] for side in ("ours", "floor")] == [40, 40]
    assert [raw[side]["unseen"] + raw[side]["refused"] for side in ("ours", "floor")] == [0, 0]
    assert {name for name in written["raw"]} == {"latency", "commands"}
    assert all(figure["ratio"] > 0 for figure in written["figures"])
    assert "commands through one service" in done.stdout
