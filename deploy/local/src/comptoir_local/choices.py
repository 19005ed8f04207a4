"""Options that several commands share."""

from typing import Annotated

import typer

from comptoir_local import lifecycle
from comptoir_local.engines.choice import Engines
from comptoir_local.home import Home
from comptoir_local.ports import Ports
from comptoir_local.state import State
from comptoir_local.trouble import Trouble

EnginesOption = Annotated[
    Engines | None,
    typer.Option(envvar="ENGINES", help="Where Kafka and MongoDB come from (default: local)."),
]
PortsFromOption = Annotated[
    int | None,
    typer.Option(
        envvar="COMPTOIR_PORT_BASE",
        min=1024,
        max=65_000,
        help="Move all ports: the gateway listens on this one, the rest just above.",
    ),
]
FreePortsOption = Annotated[bool, typer.Option(help="Take any free ports.")]
NamespaceOption = Annotated[
    str | None,
    typer.Option(
        envvar="COMPTOIR_NAMESPACE", help="Prefix of topics, groups and databases (default: none)."
    ),
]


def state_for(
    home: Home,
    engines: Engines | None,
    ports_from: int | None,
    free_ports: bool,
    namespace: str | None,
) -> State:
    """The state these options ask for, given what the last `up` chose."""
    if ports_from is not None and free_ports:
        raise Trouble("Ask for `--ports-from` or `--free-ports`, not for both.")
    ports = Ports.from_base(ports_from) if ports_from is not None else None
    last = State.load(home)
    if free_ports and not (last and lifecycle.running_names(home, last)):
        ports = Ports.free()
    return lifecycle.choose(home, engines, ports, namespace)


def last_state(home: Home) -> State:
    """The state of the last `up`; raises Trouble where there was none."""
    state = State.load(home)
    if state is None:
        raise Trouble(f"Nothing was ever started under {home.root}.", "Start with `comptoir up`.")
    return state
