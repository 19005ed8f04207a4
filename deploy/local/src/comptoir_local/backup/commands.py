"""`comptoir backup` and `comptoir restore`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from comptoir_local.home import Home
from comptoir_local.reach import Reach
from comptoir_local.screen import say

Folder = Annotated[Path, typer.Argument(help="The backup's folder.", show_default=False)]


def backup(
    folder: Folder,
    keys: Annotated[
        list[Path] | None,
        typer.Option(help="A file or folder of keys to keep, beside those under COMPTOIR_HOME."),
    ] = None,
) -> None:
    """Keep databases, topics and keys as they are at one instant, while everything goes on. Whoever
    has the folder has the installation's data and keys: keep it as safe as those."""
    # The chassis takes a second to load, which the other commands need not wait for.
    from comptoir_local.backup.saving import save

    started, home = time.monotonic(), Home.default()
    manifest = save(Reach.of(home), home, folder.absolute(), keys or (), say)
    size = sum(note.size for note in manifest.files.values()) / 1e6
    say(f"{folder}: {size:.1f} MB, as of {manifest.taken_at:%Y-%m-%d %H:%M:%S}Z")
    say(f"taken in {time.monotonic() - started:.1f} s")


def restore(
    folder: Folder,
    keys_to: Annotated[
        Path | None, typer.Option(help="Where the keys go (default: COMPTOIR_HOME).")
    ] = None,
) -> None:
    """Bring an installation back, into engines where it is not; start its services afterwards."""
    from comptoir_local.backup.restoring import restore as bring_back

    started, home = time.monotonic(), Home.default()
    target = keys_to or home.root
    manifest = bring_back(Reach.of(home), folder.absolute(), target, say)
    say(f"restored as of {manifest.taken_at:%Y-%m-%d %H:%M:%S}Z")
    say(f"done in {time.monotonic() - started:.1f} s; the services may be started")
