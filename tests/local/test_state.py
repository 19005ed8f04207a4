"""What one `up` chose and the next commands keep to."""

import json
import os
from pathlib import Path

import pytest

from comptoir_local.connections import write_connections
from comptoir_local.daemon import Daemon
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from comptoir_local.home import Home
from comptoir_local.lifecycle import choose
from comptoir_local.ports import Ports
from comptoir_local.processes import (
    ALL_PROCESSES,
    PARTNERS,
    SEED,
    SERVICES,
    Installation,
)
from comptoir_local.state import State, only_one
from comptoir_local.trouble import Trouble

SHIFTED = Ports.from_base(30_000)


def test_a_state_is_read_back_as_it_was_saved_and_only_by_its_owner(home: Home) -> None:
    assert State.load(home) is None
    external = EngineAddresses("kafka.example:9092", "mongodb://user:secret@mongo.example/")
    state = State(Engines.EXTERNAL, SHIFTED, "blue-", external)
    state.save(home)
    assert State.load(home) == state
    assert (home.root / "state.json").stat().st_mode & 0o077 == 0


def test_two_commands_never_start_or_stop_things_at_once(home: Home) -> None:
    with (
        only_one(home),
        pytest.raises(Trouble, match=f"process {os.getpid()}"),
        only_one(home),
    ):
        pass
    with only_one(home):
        pass


def test_an_up_without_options_keeps_to_the_last_one(home: Home) -> None:
    assert choose(home, None, None, None) == State(Engines.LOCAL, Ports())
    State(Engines.CONTAINERS, SHIFTED, "blue-").save(home)
    assert choose(home, None, None, None) == State(Engines.CONTAINERS, SHIFTED, "blue-")
    assert choose(home, Engines.LOCAL, None, "") == State(Engines.LOCAL, SHIFTED)


async def test_another_choice_is_refused_while_something_runs(home: Home) -> None:
    State(Engines.LOCAL, SHIFTED).save(home)
    daemon = Daemon("orders", home.run, home.logs)
    daemon.start(["/bin/sleep", "60"], os.environ, SHIFTED.orders)
    try:
        assert choose(home, None, SHIFTED, None).ports == SHIFTED
        with pytest.raises(Trouble, match="orders already run here"):
            choose(home, None, Ports(), None)
    finally:
        await daemon.stop()
    assert choose(home, None, Ports(), None).ports == Ports()


def test_every_process_has_a_name_and_a_port_of_its_own() -> None:
    ports = [port for process in ALL_PROCESSES for port in process.ports(SHIFTED)]
    names = [process.name for process in ALL_PROCESSES]
    assert len(set(ports)) == len(ports) == 2 * len(SERVICES) + 1
    assert len(set(names)) == len(names)


def test_every_process_is_told_this_installation_s_addresses(home: Home) -> None:
    to = Installation(home, SHIFTED, EngineAddresses("k:1", "mongodb://m:2"), "blue-")
    (gateway,) = [service for service in SERVICES if service.name == "gateway"]
    doors = json.loads(gateway.env(to)["COMPTOIR_SERVICE_ADDRESSES"])
    for service in SERVICES:
        told = service.env(to)
        assert service.port is not None
        assert told["COMPTOIR_HTTP"] == f"127.0.0.1:{service.port(SHIFTED)}"
        assert (told["COMPTOIR_KAFKA"], told["COMPTOIR_MONGO"]) == ("k:1", "mongodb://m:2")
        assert told["COMPTOIR_NAMESPACE"] == "blue-"
        assert doors[service.name] == f"http://{told['COMPTOIR_OPERATOR_HTTP']}"
    told = {name: value for one in SERVICES for name, value in one.env(to).items()}
    assert told["COMPTOIR_SMTP"].endswith(PARTNERS.env(to)["PARTNERS_SMTP"])
    assert told["COMPTOIR_PUBLIC_URL"] == SEED.env(to)["COMPTOIR_PUBLIC_URL"]
    assert PARTNERS.env(to)["PARTNERS_BRIDGE_URL"] == "http://127.0.0.1:30001"


def test_the_bridge_is_pointed_at_this_installation_s_simulators(
    home: Home, tmp_path: Path
) -> None:
    example = tmp_path / "connections.example.json"
    example.write_text('{"gateway": "http://127.0.0.1:8020/opera"}')
    to = Installation(home, SHIFTED, EngineAddresses("", ""))
    written = write_connections(to, example)
    assert written.read_text() == '{"gateway": "http://127.0.0.1:30020/opera"}'
    assert written.stat().st_mode & 0o077 == 0
    with pytest.raises(Trouble, match="is missing"):
        write_connections(to, tmp_path / "none.json")
