"""What containers are told, and how one is asked whether it is well."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from comptoir_local.composed import write
from comptoir_local.own_secrets import OwnSecrets

ROOT = Path(__file__).parents[2]
HEALTH = ROOT / "deploy/docker/health.py"


class Door(BaseHTTPRequestHandler):
    """Lives, and is not ready."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/live" else 503)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Door)
    work = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    work.start()
    yield server.server_port
    server.shutdown()
    work.join()
    server.server_close()


def asked(port: int, *path: str) -> int:
    command = [sys.executable, "-I", str(HEALTH), *path]
    return subprocess.run(command, env={"COMPTOIR_HTTP": f"0.0.0.0:{port}"}, check=False).returncode


def test_a_container_is_well_as_long_as_its_process_says_so(port: int) -> None:
    assert (asked(port), asked(port, "/ready"), asked(1)) == (0, 1, 1)


def told(folder: Path, name: str) -> dict[str, str]:
    lines = (folder / f"{name}.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_settings_have_secrets_of_their_own_that_stay(tmp_path: Path) -> None:
    write(tmp_path / "a", 18000)
    write(tmp_path / "b", 18000)
    first = told(tmp_path / "a", "gateway")
    assert first["COMPTOIR_PUBLIC_URL"] == "http://127.0.0.1:18000"
    assert (
        first["COMPTOIR_LINK_SECRETS"] != told(tmp_path / "b", "gateway")["COMPTOIR_LINK_SECRETS"]
    )
    assert (
        first["COMPTOIR_OPERATOR_SECRET"]
        == told(tmp_path / "a", "orders")["COMPTOIR_OPERATOR_SECRET"]
    )
    write(tmp_path / "a", 18000)
    assert told(tmp_path / "a", "gateway") == first
    own = OwnSecrets.of(tmp_path / "a/keys")
    assert own.vapid_private == told(tmp_path / "a", "notifier")["COMPTOIR_VAPID_PRIVATE_KEY"]
    connections = (tmp_path / "a/keys/connections.json").read_text()
    assert "for-the-simulated" not in connections
    assert json.loads(connections)["opera"]["hotel-lumiere"]["gateway"] == "http://partners:8020"


def test_nobody_else_on_the_machine_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "compose"
    write(folder, 18000)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.glob("*.env")} == {0o600}
