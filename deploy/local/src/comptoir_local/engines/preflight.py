"""What local engines need of a machine, checked before anything is started."""

import ctypes
import os
import platform
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from comptoir_local.ports import SHIFT, taken
from comptoir_local.trouble import Trouble

OTHER_ENGINES = (
    "Use `ENGINES=external` with COMPTOIR_KAFKA and COMPTOIR_MONGO, or `ENGINES=containers`."
)
LIBRARIES = {"libcurl.so.4": "libcurl 4", "libcrypto.so.3": "OpenSSL 3"}
OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 1024**3


def check_machine(
    system: str | None = None, machine: str | None = None, python: tuple[int, ...] | None = None
) -> None:
    """Refuse any machine the packaged MongoDB was not built for, and a Python that is too old."""
    system, machine = system or platform.system(), machine or platform.machine()
    if (system, machine) != ("Linux", "x86_64"):
        raise Trouble(
            f"Local engines run on Linux x86-64 only; this is {system} {machine}.", OTHER_ENGINES
        )
    if (found := python or sys.version_info[:2]) < OLDEST_PYTHON:
        raise Trouble(
            f"Python 3.11 or newer is needed; this is {'.'.join(map(str, found))}.",
            "`uv sync` fetches a fitting one.",
        )


def check_libraries(libraries: Iterable[str] = tuple(LIBRARIES)) -> None:
    """Refuse a machine without the two shared libraries that the packaged MongoDB links."""
    for name in libraries:
        try:
            ctypes.CDLL(name)
        except OSError as error:
            raise Trouble(
                f"The packaged MongoDB needs {LIBRARIES.get(name, name)} ({name}), "
                f"which this machine lacks.",
                "Install it (Debian, Ubuntu: `apt install libcurl4 libssl3`; Fedora: "
                f"`dnf install libcurl openssl-libs`). {OTHER_ENGINES}",
            ) from error


def check_ports(ports: Iterable[tuple[str, int]]) -> None:
    """Refuse to start where somebody already listens, naming every such port."""
    if busy := taken(ports):
        listed = ", ".join(f"{port} ({name})" for name, port in busy)
        raise Trouble(
            f"Already in use on 127.0.0.1: {listed}.",
            f"Stop what listens there, or move all ports with {SHIFT}.",
        )


def check_disk(folder: Path, needed: int = DISK_NEEDED) -> None:
    """Refuse a disk with less than `needed` bytes left for data."""
    folder.mkdir(parents=True, exist_ok=True)
    if (free := shutil.disk_usage(folder).free) < needed:
        raise Trouble(
            f"Only {free / 1024**3:.1f} GB are free under {folder}; "
            f"{needed / 1024**3:.1f} GB are needed.",
            "Make room, or point COMPTOIR_HOME at a larger disk.",
        )
    if not os.access(folder, os.W_OK):
        raise Trouble(f"{folder} is not writable.", "Point COMPTOIR_HOME at a folder that is.")


def check_all(folder: Path) -> None:
    """Everything but the ports, which only concern what is not running yet."""
    check_machine()
    check_libraries()
    check_disk(folder)
