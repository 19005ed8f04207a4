"""The keys of an installation: files that no database holds, and without which it is another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from comptoir_local import own_secrets
from comptoir_local.backup.manifest import FileNote, sha256_of
from comptoir_local.home import Home
from comptoir_local.trouble import Trouble

FOLDER = "keys"
_OF_A_HOME = (own_secrets.FILE, "demo-secrets.json", "connections.json")


def keep_keys(folder: Path, home: Home, named: Sequence[Path]) -> dict[str, FileNote]:
    """Copy the keys of the home, and the files (or all files of the folders) that are named; their
    notes, by path. Raises Trouble where a named one is not there, or two that are not the same have
    one name."""
    notes: dict[str, FileNote] = {}
    for path in [*_existing(home), *(file for each in named for file in _files_of(each))]:
        name = f"{FOLDER}/{path.name}"
        if name in notes and path.read_bytes() == (folder / name).read_bytes():
            continue
        if name in notes:
            raise Trouble(f"Two keys are called {path.name}.", "Name their folders one by one.")
        _copy(path.read_bytes(), folder / name)
        notes[name] = FileNote(path.stat().st_size, sha256_of(folder / name), 1)
    return notes


def return_keys(folder: Path, target: Path, names: Sequence[str]) -> list[Path]:
    """Put the keys of a backup into a folder; which were put there. What is there and the same
    stays. Raises Trouble where another one is there, before anything is put anywhere."""
    wanted = {target / Path(name).name: (folder / name).read_bytes() for name in names}
    for path, content in wanted.items():
        if path.exists() and path.read_bytes() != content:
            raise Trouble(
                f"{path} is another key than the backup's.",
                "Move it away, or name another folder with --keys-to.",
            )
    missing = [path for path in wanted if not path.exists()]
    for path in missing:
        _copy(wanted[path], path)
    return missing


def _existing(home: Home) -> list[Path]:
    return [home.root / name for name in _OF_A_HOME if (home.root / name).is_file()]


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        # A mounted secret of Kubernetes has its files behind hidden folders.
        return sorted(each for each in path.iterdir() if each.is_file())
    if not path.is_file():
        raise Trouble(f"{path} is not there.")
    return [path]


def _copy(content: bytes, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
