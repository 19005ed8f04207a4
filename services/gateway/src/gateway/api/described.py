"""`python -m gateway.api.described write|check`: the committed OpenAPI description.

The page's client is made from it, and a change of the API shows in a review.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fastapi import FastAPI

from gateway.api import description, problems
from gateway.api.application import routed

FILE = Path(__file__).parents[3] / "openapi.json"


def text() -> str:
    """The description as it is committed: JSON with a stable order."""
    app: FastAPI = routed()
    problems.install(app)
    description.install(app)
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(what: str) -> int:
    if what == "write":
        FILE.write_text(text())
        return 0
    if FILE.is_file() and FILE.read_text() == text():
        return 0
    sys.stderr.write(f"{FILE.name} is not what the routes say; run `make schemas`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
