"""The process: its settings, its ports, and its end."""

import asyncio
import os
import signal
import sys

import httpx
import pytest
import uvicorn

from partners.connections import IDLE_SECONDS, LIMITS
from partners.running import Running, running
from partners.settings import Address, Settings


def test_settings_come_from_the_environment_with_a_developers_defaults() -> None:
    default = Settings.from_environment({})
    given = Settings.from_environment(
        {
            "PARTNERS_HTTP": "127.0.0.1:18020",
            "PARTNERS_SMTP": "127.0.0.1:18025",
            "PARTNERS_BRIDGE_URL": "http://127.0.0.1:18001",
            "PARTNERS_SEED": "7",
        }
    )

    assert default.http == Address("127.0.0.1", 8020)
    assert default.smtp == Address("127.0.0.1", 8025)
    assert default.bridge_url == "http://127.0.0.1:8001"
    assert given.http.port == 18020
    assert (given.bridge_url, given.seed) == ("http://127.0.0.1:18001", 7)


@pytest.mark.parametrize("text", ["8020", ":8020", "127.0.0.1:", "127.0.0.1:http"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        Address.parse(text)


@pytest.mark.parametrize("taken", ["http", "smtp"])
async def test_a_taken_port_is_an_error_at_once(partners_running: Running, taken: str) -> None:
    http_port = int(partners_running.http_url.rpartition(":")[2])
    free = Address("127.0.0.1", 0)
    settings = Settings(
        http=Address("127.0.0.1", http_port) if taken == "http" else free,
        smtp=partners_running.smtp if taken == "smtp" else free,
        bridge_url="http://127.0.0.1:1",
        seed=1,
    )

    with pytest.raises(OSError, match="in use"):
        async with running(settings):
            pass


async def test_others_may_reach_it_elsewhere_than_it_listens() -> None:
    free, elsewhere = Address("127.0.0.1", 0), "http://partners.example:8020"
    settings = Settings(free, free, bridge_url="http://127.0.0.1:1", seed=1, url=elsewhere)
    assert Settings.from_environment({"PARTNERS_URL": elsewhere}).url == elsewhere

    async with running(settings) as servers:
        assert servers.http_url == elsewhere


async def test_the_process_says_where_it_answers_and_ends_when_told() -> None:
    free = {"PARTNERS_HTTP": "127.0.0.1:0", "PARTNERS_SMTP": "127.0.0.1:0"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "partners",
        env=dict(os.environ) | free,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            assert process.stderr is not None
            words = (await process.stderr.readline()).decode().split()
            url = next(word for word in words if word.startswith("http://"))
            async with httpx.AsyncClient(trust_env=False) as client:
                assert (await client.get(f"{url}/ready")).json()["status"] == "ok"
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_silent_connection_is_given_up_before_its_server_does() -> None:
    """A call that meets the server's goodbye is lost, and with it a courier."""
    assert uvicorn.Config(app="").timeout_keep_alive >= 2 * IDLE_SECONDS
    opened: list[object] = []
    once = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(writer)
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(once)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with httpx.AsyncClient(limits=LIMITS, trust_env=False) as client:
        for pause, connections in ((0.0, 1), (IDLE_SECONDS / 4, 1), (IDLE_SECONDS * 1.2, 2)):
            await asyncio.sleep(pause)
            await client.get(url)
            assert len(opened) == connections
    server.close()
