"""Where a checkout keeps what it runs: data, logs, process records, downloaded jars."""

import os
from dataclasses import dataclass
from pathlib import Path


def default_root() -> Path:
    """`COMPTOIR_HOME`, else `.comptoir` in the nearest folder upwards that holds the workspace."""
    if chosen := os.environ.get("COMPTOIR_HOME"):
        return Path(chosen).absolute()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "uv.lock").is_file():
            return folder / ".comptoir"
    return here / ".comptoir"


@dataclass(frozen=True)
class Home:
    """The folders of one installation; `jars` may be shared by several."""

    root: Path
    jars: Path

    @classmethod
    def at(cls, root: Path, jars: Path | None = None) -> "Home":
        return cls(root=root, jars=jars or root / "jars")

    @classmethod
    def default(cls) -> "Home":
        return cls.at(default_root())

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"
