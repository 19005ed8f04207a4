"""A published contract, read back: from a folder, or from a revision of the repository."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.schema.published import ASYNCAPI, SCHEMAS


class NoContract(ValueError):
    """There is no published contract there; says where, and what was found instead."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Schemas by message type, and AsyncAPI channels by topic name."""

    schemas: Mapping[str, Mapping[str, Any]]
    channels: Mapping[str, Mapping[str, Any]]


def contract_in(folder: Path) -> Contract:
    """The contract published in a folder. Raises `NoContract`."""
    paths = [folder / ASYNCAPI, *sorted((folder / SCHEMAS).glob("*.json"))]
    return _contract(
        {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in paths
            if path.exists()
        },
        str(folder),
    )


def contract_at(revision: str, folder: Path) -> Contract:
    """The contract as committed at a git revision, in the same folder. Raises `NoContract`."""
    git = shutil.which("git")
    if git is None:
        raise NoContract(f"git is needed to read revision {revision}, and is not installed")
    # Relative paths, read from within the folder, give member names that start at the folder.
    command = [git, "archive", "--format=tar", revision, "--", SCHEMAS, ASYNCAPI]
    if revision.startswith("-"):
        raise NoContract(f"{revision!r} is not a revision")
    archive = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - a fixed program; the revision cannot be an option
    if archive.returncode:
        raise NoContract(f"revision {revision}: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        return _contract(
            {
                member.name: file.read().decode()
                for member in tar
                if (file := tar.extractfile(member)) is not None
            },
            f"revision {revision}",
        )


def _contract(files: Mapping[str, str], where: str) -> Contract:
    if ASYNCAPI not in files:
        raise NoContract(f"{where} has no {ASYNCAPI}")
    schemas = {
        name.removeprefix(f"{SCHEMAS}/").removesuffix(".json"): json.loads(text)
        for name, text in files.items()
        if name.startswith(f"{SCHEMAS}/")
    }
    if not schemas:
        raise NoContract(f"{where} has no schema under {SCHEMAS}/")
    return Contract(schemas, json.loads(files[ASYNCAPI])["channels"])


def release(folder: Path) -> Path:
    """Make what is published now the baseline of compatibility: the folder `released` in it."""
    baseline = folder / "released"
    shutil.rmtree(baseline, ignore_errors=True)
    shutil.copytree(folder / SCHEMAS, baseline / SCHEMAS)
    shutil.copy(folder / ASYNCAPI, baseline / ASYNCAPI)
    return baseline
