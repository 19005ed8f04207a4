"""The table for people and the file for comparing runs."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from pymongo import MongoClient

from comptoir_local.screen import say
from tests.bench.figures import Figure, Figures

PACKAGES = ("aiokafka", "faststream", "motor", "pymongo", "pydantic", "fastapi", "uvicorn")


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was when they began."""
    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def versions(mongo: str) -> dict[str, str]:
    """Of what takes part; Kafka's is the one whose jars are locked."""
    with MongoClient[dict[str, Any]](mongo) as client:
        found = {"python": platform.python_version(), "mongodb": client.server_info()["version"]}
    return found | {name: version(name) for name in PACKAGES}


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def table(figures: Figures) -> None:
    """Print every figure, beside its floor and its aim."""
    say("")
    say(f"{'':52} {'here':>10} {'compared':>10} {'ratio':>6}  aim")
    for line in figures.lines:
        say(_line(line))


def _line(line: Figure) -> str:
    compared = f"{line.floor:10,.1f}" if line.floor is not None else " " * 10
    ratio = f"{line.ratio:6.2f}" if line.ratio is not None else " " * 6
    verdict = {True: f"reached: {line.aim}", False: f"MISSED: {line.aim}", None: ""}[line.reached]
    rest = "; ".join(text for text in (verdict, line.note) if text)
    return f"{line.name:52} {line.value:10,.1f} {compared} {ratio}  {line.unit:4} {rest}".rstrip()


def save(folder: Path, figures: Figures, about: dict[str, Any]) -> Path:
    """Write all that was measured; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({**about, **figures.as_json()}, indent=1, ensure_ascii=False))
    return path
