"""What is said before anything is started on a machine that will not do."""

import socket
from pathlib import Path

import pytest

from comptoir_local.engines.preflight import (
    check_disk,
    check_libraries,
    check_machine,
    check_ports,
)
from comptoir_local.ports import Ports, free_ports, is_free, taken
from comptoir_local.trouble import Trouble


def test_this_machine_and_its_libraries_will_do() -> None:
    check_machine()
    check_libraries()


@pytest.mark.parametrize(
    ("system", "machine"), [("Darwin", "arm64"), ("Linux", "aarch64"), ("Windows", "AMD64")]
)
def test_another_kind_of_machine_is_named_with_the_way_out(system: str, machine: str) -> None:
    with pytest.raises(Trouble, match=f"this is {system} {machine}") as refused:
        check_machine(system, machine)
    assert "ENGINES=external" in refused.value.way_out
    assert "ENGINES=containers" in refused.value.way_out


def test_an_old_python_is_refused() -> None:
    with pytest.raises(Trouble, match=r"this is 3\.10"):
        check_machine(python=(3, 10))


def test_a_missing_library_is_named_with_the_way_out() -> None:
    with pytest.raises(Trouble, match=r"libcomptoir-absent\.so\.7") as refused:
        check_libraries(["libcomptoir-absent.so.7"])
    assert "ENGINES=external" in refused.value.way_out


def test_a_taken_port_is_named_with_the_setting_that_moves_it() -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        with pytest.raises(Trouble, match=rf"{port} \(mongo\)") as refused:
            check_ports([("kafka", free_ports(1)[0]), ("mongo", port)])
    assert "--ports-from" in refused.value.way_out
    assert "COMPTOIR_PORT_BASE" in refused.value.way_out
    assert str(refused.value).count("(kafka)") == 0
    check_ports([("mongo", port)])


def test_a_full_disk_is_told_with_what_is_left(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="GB are free") as refused:
        check_disk(tmp_path / "new", needed=10**18)
    assert "COMPTOIR_HOME" in refused.value.way_out
    check_disk(tmp_path / "new", needed=1)


def test_free_ports_are_free_and_differ() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)
    assert taken([("one", ports[0])]) == []


def test_a_base_moves_every_port_into_one_block() -> None:
    ports = Ports.from_base(40_000).as_dict()
    assert ports["gateway"] == 40_000
    assert ports["notifier"] == 40_013
    assert len(set(ports.values())) == len(ports)
    assert all(40_000 <= port < 40_118 for port in ports.values())
    assert Ports.from_base(Ports.gateway).notifier == Ports().notifier
