"""Starting, waiting for, showing and stopping a wave of real processes."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import psutil
import pytest

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.ports import HOST, Ports, is_free
from comptoir_local.processes import Installation, Process
from comptoir_local.status import process_row
from comptoir_local.supervisor import Supervisor, daemon_of
from comptoir_local.trouble import Trouble

CHECKOUT = Path(__file__).parents[2]


def answering(name: str, **environment: str) -> Process:
    """A process that listens on the orders' or the gateway's port."""

    def port(ports: Ports) -> int:
        return ports.orders if name == "orders" else ports.gateway

    return Process(
        name=name,
        module="tests.support.answering",
        port=port,
        env=lambda to: {
            "PYTHONPATH": str(CHECKOUT),
            "ANSWERING_HTTP": f"{HOST}:{port(to.ports)}",
            **environment,
        },
        service=True,
    )


ORDERS, GATEWAY = answering("orders"), answering("gateway")


@pytest.fixture
async def installation(home: Home) -> AsyncIterator[Installation]:
    installation = Installation(home, Ports.free(), EngineAddresses("", ""))
    yield installation
    await Supervisor(installation, [ORDERS, GATEWAY]).stop()


async def test_a_wave_is_started_once_and_only_what_is_missing_is_started_again(
    installation: Installation,
) -> None:
    wave = Supervisor(installation, [ORDERS, GATEWAY])
    assert await wave.start() == ["orders", "gateway"]
    assert await wave.start() == []

    kept = daemon_of(GATEWAY, installation).running()
    await Supervisor(installation, [ORDERS]).stop()
    assert await wave.start() == ["orders"]
    assert daemon_of(GATEWAY, installation).running() == kept


async def test_a_stopped_wave_leaves_no_process_and_no_port(installation: Installation) -> None:
    wave = Supervisor(installation, [ORDERS, GATEWAY])
    await wave.start()
    assert await wave.stop() == ["orders", "gateway"]
    assert is_free(installation.ports.orders)
    assert is_free(installation.ports.gateway)
    assert await wave.stop() == []


async def test_one_that_dies_is_told_with_its_last_words_and_takes_the_new_ones_along(
    installation: Installation,
) -> None:
    await Supervisor(installation, [ORDERS]).start()
    dying = answering("gateway", ANSWERING_LAST_WORDS="no such database")

    with pytest.raises(Trouble, match="gateway stopped while starting") as failed:
        await Supervisor(installation, [ORDERS, dying]).start()

    assert "no such database" in failed.value.way_out
    assert daemon_of(dying, installation).running() is None
    assert daemon_of(ORDERS, installation).running(), "it ran before and must go on"


async def test_one_that_is_never_ready_is_stopped_after_its_time(
    installation: Installation,
) -> None:
    waiting = answering("gateway", ANSWERING_READY="503")
    with pytest.raises(Trouble, match="gateway did not answer within 1 s"):
        await Supervisor(installation, [waiting], patience=1).start()
    assert daemon_of(waiting, installation).running() is None


async def test_a_taken_port_is_told_before_any_process_starts(installation: Installation) -> None:
    await Supervisor(installation, [ORDERS]).start()
    crowded = replace(installation.ports, gateway=installation.ports.orders)
    with pytest.raises(Trouble, match=rf"{installation.ports.orders} \(gateway\)"):
        await Supervisor(replace(installation, ports=crowded), [GATEWAY]).start()
    assert not daemon_of(GATEWAY, installation).log.exists()


async def test_a_row_shows_vitals_readiness_and_figures(installation: Installation) -> None:
    await Supervisor(installation, [ORDERS]).start()
    record = daemon_of(ORDERS, installation).running()
    assert record is not None

    async with httpx.AsyncClient(trust_env=False) as client:
        row = await process_row(ORDERS, installation, client, lag=7)
        absent = await process_row(GATEWAY, installation, client, lag=None)

    assert (row.pid, row.up, row.ready, row.lag) == (record.pid, True, True, 7)
    assert (row.parked_keys, row.dead_letters, row.oldest_unpublished_s) == (2, 1, 0.25)
    assert row.memory is not None
    assert row.memory > 1024**2
    assert row.since is not None
    assert row.since.timestamp() == record.started
    assert (absent.up, absent.ready, absent.well) == (False, False, False)


async def test_processes_survive_the_session_of_who_started_them(
    installation: Installation,
) -> None:
    await Supervisor(installation, [ORDERS]).start()
    record = daemon_of(ORDERS, installation).running()
    assert record is not None
    assert os.getsid(record.pid) != os.getsid(0)
    assert psutil.Process(record.pid).cmdline()[-2:] == ["-m", "tests.support.answering"]
