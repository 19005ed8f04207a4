"""The race itself, small: with its guard it holds, and without it it must not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def race(*arguments: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "tests.race", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1]
    return done.returncode, json.loads(last)


@pytest.mark.promise("nothing oversold")
@pytest.mark.timeout(300)
def test_without_the_guard_the_race_sells_more_than_there_is() -> None:
    code, said = race("--buyers", "120", "--without-guard")
    assert code == 1
    assert said["oversold"] > 0
    assert said["untold"] == 0
