"""The race itself, small: with its guard it holds, and without it it must not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comptoir_local.engines.addresses import EngineAddresses
from tests.support.engines import known_as_external

ROOT = Path(__file__).parents[2]


def race(engines: EngineAddresses, *arguments: str) -> tuple[int, dict[str, Any]]:
    """A race on the engines of this run: it kills none of them."""
    command = [sys.executable, "-m", "tests.race", "--engines", "external", *arguments]
    environment = {**os.environ, **known_as_external(engines)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    last = done.stdout.strip().splitlines()[-1]
    return done.returncode, json.loads(last)


@pytest.mark.promise("nothing oversold")
@pytest.mark.timeout(300)
def test_without_the_guard_the_race_sells_more_than_there_is(engines: EngineAddresses) -> None:
    code, said = race(engines, "--buyers", "120", "--without-guard")
    assert code == 1
    assert said["oversold"] > 0
    assert said["untold"] == 0
