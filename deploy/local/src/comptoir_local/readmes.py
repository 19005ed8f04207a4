"""`python -m comptoir_local.readmes write|check`: the generated tables of the services' READMEs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts import topics
from contracts.message import MESSAGES
from contracts.topics import Topic

START, END = "<!-- generated: topics -->", "<!-- end -->"
SERVICES = {
    "orders": "orders",
    "inventory": "inventory",
    "notifier": "notifier",
    "pms-bridge": "pms_bridge",
    "gateway": "gateway",
}


@dataclass(frozen=True)
class Wiring:
    """What a service's composition root says of it."""

    handles: dict[str, list[str]]
    publishes: tuple[Topic, ...]
    owns: tuple[str, ...]


def wiring(package: str) -> Wiring:
    """Read from the service's own table, so that its README cannot say anything else."""
    app: Any = importlib.import_module(f"{package}.app")
    handles: dict[str, list[str]] = {}
    for type, row in sorted(app.handlers.rows.items()):
        handles.setdefault(row.message.TOPIC.name, []).append(type)
    collections = tuple(collection.name for collection in app.collections)
    return Wiring(handles, app.publishes, collections)


def table(package: str) -> str:
    """The generated part of a README: consumes, publishes, owns."""
    wired = wiring(package)
    lines = ["| | topic | messages |", "|-|-|-|"]
    for topic, types in wired.handles.items():
        lines.append(f"| consumes | `{topic}` | {_code(types)} |")
    for published in wired.publishes:
        types = sorted(t for t, message in MESSAGES.items() if message.TOPIC is published)
        lines.append(f"| publishes | `{published.name}` | {_code(types)} |")
    for own in (topics.control_topic, topics.dead_letter_topic):
        named = own(package.replace("_", "-"))
        lines.append(
            f"| {'consumes' if own is topics.control_topic else 'publishes'} "
            f"| `{named.name}` | {named.about} |"
        )
    lines.append("")
    lines.append(f"Owns the collections {_code(wired.owns)}, and nobody else reads or writes them.")
    return "\n".join(lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def current(path: Path, package: str) -> tuple[str, str]:
    """A README as it is, and as it should be. Raises ValueError where the markers are missing."""
    text = path.read_text()
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{path} lacks the markers {START} and {END}")
    return text, f"{before}{START}\n{table(package)}\n{END}{after}"


def main(arguments: list[str]) -> int:
    if arguments not in (["write"], ["check"]):
        sys.stderr.write("usage: python -m comptoir_local.readmes write|check\n")
        return 2
    stale = []
    for folder, package in SERVICES.items():
        path = Path(__file__).parents[4] / "services" / folder / "README.md"
        text, wanted = current(path, package)
        if text != wanted and arguments == ["write"]:
            path.write_text(wanted)
        elif text != wanted:
            stale.append(str(path.relative_to(Path.cwd())))
    for name in stale:
        sys.stderr.write(f"{name} is stale: run `make schemas`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
