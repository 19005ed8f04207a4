"""`python -m deploy.observe.dashboards write | check`: Grafana's dashboards, from what they show.

`check` holds the committed files against this description and has promtool read every expression.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deploy.observe.panels import ALL, Shown

HERE = Path(__file__).parent
DASHBOARDS = HERE / "grafana" / "dashboards"
PROMTOOL = HERE.parents[1] / ".tooling" / "prometheus" / "promtool"
SOURCE = {"type": "prometheus", "uid": "comptoir"}


def dashboard(name: str) -> dict[str, Any]:
    """As Grafana reads it."""
    title, shown = ALL[name]
    return {
        "uid": f"comptoir-{name}",
        "title": title,
        "tags": ["comptoir"],
        "timezone": "browser",
        "refresh": "15s",
        "schemaVersion": 39,
        "time": {"from": "now-3h", "to": "now"},
        "panels": list(_panels(shown)),
    }


def _panels(shown: Sequence[Shown]) -> Iterator[dict[str, Any]]:
    x = y = before = 0
    for id, one in enumerate(shown, start=1):
        height = 4 if one.kind == "stat" else 8
        if x + one.width > 24:
            x, y = 0, y + before
        before = height
        steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
        if one.alarm is not None:
            steps.append({"color": "red", "value": one.alarm})
        yield {
            "id": id,
            "title": one.title,
            "type": one.kind,
            "datasource": SOURCE,
            "gridPos": {"x": x, "y": y, "w": one.width, "h": height},
            "fieldConfig": {
                "defaults": {
                    "unit": one.unit,
                    "min": 0,
                    "thresholds": {"mode": "absolute", "steps": steps},
                },
                "overrides": [],
            },
            "targets": [
                {"refId": chr(65 + n), "datasource": SOURCE, "expr": expr, "legendFormat": legend}
                for n, (expr, legend) in enumerate(one.expressions)
            ],
        }
        x += one.width


def expressions() -> Iterator[tuple[str, str]]:
    """Every dashboard's name with every expression that it asks."""
    for name, (_, shown) in ALL.items():
        for one in shown:
            yield from ((name, expression) for expression, _ in one.expressions)


def written(name: str) -> str:
    return json.dumps(dashboard(name), indent=1, ensure_ascii=False) + "\n"


def stale() -> list[str]:
    """Names whose committed file is not what is described here."""
    return [
        name
        for name in ALL
        if not (file := DASHBOARDS / f"{name}.json").exists() or file.read_text() != written(name)
    ]


def unreadable() -> str:
    """What promtool says of the expressions, where it cannot read one; else nothing."""
    rules = [
        {"record": f"shown:{name}:{n}", "expr": expression}
        for n, (name, expression) in enumerate(expressions())
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        # JSON is YAML.
        json.dump({"groups": [{"name": "shown", "rules": rules}]}, file)
        file.flush()
        found = subprocess.run(  # noqa: S603
            [PROMTOOL, "check", "rules", file.name], capture_output=True, text=True, check=False
        )
    return "" if found.returncode == 0 else found.stdout + found.stderr


def main(asked: str) -> str | None:
    """Do what is asked; what is wrong, if anything is."""
    if asked == "write":
        DASHBOARDS.mkdir(parents=True, exist_ok=True)
        for name in ALL:
            (DASHBOARDS / f"{name}.json").write_text(written(name))
        return None
    if left := stale():
        return f"{', '.join(left)}: not as described; run `make dashboards`"
    return unreadable() or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
