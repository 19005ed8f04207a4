"""The commands as a person runs them."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from comptoir_local.engines.external import ExternalEngines, addresses_from_environment
from comptoir_local.home import Home
from comptoir_local.ports import Ports, free_ports
from comptoir_local.screen import rows_as_json, table_of
from comptoir_local.state import State
from comptoir_local.status import Row, engine_rows, figures_in, not_answering_in
from comptoir_local.trouble import Trouble

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
ROWS = (
    Row("kafka", up=True, ready=True, pid=41, since=NOW - timedelta(hours=3), memory=200 * 1024**2),
    Row("orders", up=True, ready=False, pid=42, since=NOW - timedelta(seconds=5), lag=12),
    Row("gateway", up=False, ready=False),
    Row("traffic", up=False, ready=False),
)


def comptoir(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "comptoir_local.cli", *words],
        env=os.environ | {"COMPTOIR_HOME": str(home.root), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_status_before_any_up_says_how_to_start(home: Home) -> None:
    done = comptoir(home, "status")
    assert done.returncode == 1
    assert "comptoir up" in done.stderr


def test_status_of_what_is_down_exits_with_one_and_still_tells_all(home: Home) -> None:
    State(Engines.LOCAL, Ports.free()).save(home)
    done = comptoir(home, "status", "--json")
    assert done.returncode == 1
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert {"kafka", "mongo", "orders", "pms-bridge", "partners"} <= rows.keys()
    assert not any(row["up"] for row in rows.values())


def test_down_names_what_goes_before_it_removes_anything(home: Home) -> None:
    State(Engines.LOCAL, Ports.free()).save(home)
    kept = home.data / "mongo" / "letters.wt"
    kept.parent.mkdir(parents=True)
    kept.write_text("x")

    unconfirmed = comptoir(home, "down", "--data")
    assert unconfirmed.returncode == 1
    assert str(home.data) in unconfirmed.stdout
    assert kept.exists()

    assert comptoir(home, "down", "--data", "--yes").returncode == 0
    assert not kept.exists()


def test_logs_are_rendered_and_an_unknown_name_is_told(home: Home) -> None:
    home.logs.mkdir(parents=True)
    line = '{"time": "2026-11-23T20:00:00Z", "level": "error", "event": "refused", "order": "o1"}'
    (home.logs / "orders.log").write_text(f"first\n{line}\n")

    assert comptoir(home, "logs", "orders", "-n", "1").stdout == (
        "2026-11-23T20:00:00Z ERROR refused order=o1\n"
    )
    unknown = comptoir(home, "logs", "order")
    assert unknown.returncode == 1
    assert "There are: orders." in unknown.stderr


def test_ports_from_and_free_ports_exclude_each_other(home: Home) -> None:
    done = comptoir(home, "up", "--ports-from", "30000", "--free-ports")
    assert done.returncode == 1
    assert "not for both" in done.stderr


def test_external_engines_that_are_not_named_are_asked_for() -> None:
    last = EngineAddresses("kafka.example:9092", "")
    with pytest.raises(Trouble, match="needs COMPTOIR_MONGO"):
        addresses_from_environment(last)


async def test_external_engines_are_checked_before_use(engines: EngineAddresses) -> None:
    assert await ExternalEngines(engines).start() == engines
    nobody = f"127.0.0.1:{free_ports(1)[0]}"
    with pytest.raises(Trouble, match=rf"Kafka at {nobody} \(COMPTOIR_KAFKA\)"):
        await ExternalEngines(EngineAddresses(nobody, engines.mongo), patience=0.5).start()
    wrong = EngineAddresses(engines.kafka, f"mongodb://{nobody}/")
    with pytest.raises(Trouble, match="COMPTOIR_MONGO"):
        await ExternalEngines(wrong, patience=0.5).start()


async def test_engines_of_others_are_shown_as_up_when_they_answer(
    engines: EngineAddresses, home: Home
) -> None:
    kafka, mongo = await engine_rows(home, engines)
    assert (kafka.ready, mongo.ready) == (True, True)
    assert (kafka.pid, mongo.pid) == (None, None)


def test_the_table_tells_ready_from_not_ready_down_and_switched_off() -> None:
    console = Console(width=120, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    with console.file:
        console.print(table_of(ROWS, NOW))
        lines = console.export_text().splitlines()
    assert lines[1].split() == ["kafka", "ready", "41", "3", "h", "0", "min", "200", "MB", *"-----"]
    assert lines[2].split()[:6] == ["orders", "not", "ready", "42", "5", "s"]
    assert lines[3].split()[:2] == ["gateway", "down"]
    assert lines[4].split()[:2] == ["traffic", "off"]


def test_rows_as_json_keep_instants_and_missing_figures() -> None:
    kafka, orders, gateway, _ = json.loads(rows_as_json(ROWS))
    assert kafka["since"] == "2026-11-23T17:00:00+00:00"
    assert orders["lag"] == 12
    assert gateway["memory"] is None


def test_figures_are_summed_over_labels_and_others_are_left_out() -> None:
    page = (
        "# TYPE comptoir_dead_letters gauge\n"
        'comptoir_dead_letters{topic="a"} 1.0\n'
        'comptoir_dead_letters{topic="b"} 2.0\n'
        "# TYPE comptoir_messages_handled counter\n"
        "comptoir_messages_handled_total 9.0\n"
    )
    assert figures_in(page) == {"dead_letters": 3.0}


def test_partners_whose_breaker_is_open_are_named() -> None:
    page = (
        "# TYPE comptoir_breaker_open gauge\n"
        'comptoir_breaker_open{partner="smtp"} 1.0\n'
        'comptoir_breaker_open{partner="sms"} 0.0\n'
        'comptoir_breaker_open{partner="opera:hotel-lumiere"} 1.0\n'
    )
    assert not_answering_in(page) == ("opera:hotel-lumiere", "smtp")
    assert not_answering_in("") == ()
    console = Console(width=140, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    with console.file:
        row = Row("notifier", up=True, ready=True, not_answering=not_answering_in(page))
        console.print(table_of([row], NOW))
        assert console.export_text().rstrip().endswith("opera:hotel-lumiere, smtp")
