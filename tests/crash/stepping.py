"""`python -m tests.crash.stepping`: runs a service that dies, or stops itself, at a named step.

`STEPPING_APP` is the module of its composition root, with `Settings` and `build`. `STEPPING_AT`
names the step and `STEPPING_AFTER` how many times it is passed first; `STEPPING_THEN` is `exit`
(at once, as by a kill: nothing is flushed, closed or handed over) or `stop` (as by SIGSTOP: all of
the process stands still until SIGCONT). Without `STEPPING_AT` it just runs, as a second instance.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

import uvloop

from chassis.logs import configure
from chassis.run import serve
from chassis.steps import Reached, Step, go_on

EXIT_CODE = 86


def reached_from(environment: dict[str, str]) -> Reached:
    """What to do at each step. Raises KeyError or ValueError for what it does not know."""
    if "STEPPING_AT" not in environment:
        return go_on
    at = Step(environment["STEPPING_AT"])
    end = {"exit": _exit, "stop": _stop}[environment["STEPPING_THEN"]]
    left = int(environment.get("STEPPING_AFTER", "0"))

    def reached(step: Step) -> None:
        nonlocal left
        if step is at:
            if left == 0:
                end()
            left -= 1

    return reached


def _exit() -> None:
    os._exit(EXIT_CODE)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def main() -> int:
    app = import_module(os.environ["STEPPING_APP"])
    settings = app.Settings()
    service = app.build(settings)
    configure(service.name, settings.log_level)
    return uvloop.run(serve(service, settings, reached_from(dict(os.environ))))


if __name__ == "__main__":
    sys.exit(main())
