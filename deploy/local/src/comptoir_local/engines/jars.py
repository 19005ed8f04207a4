"""The broker's jars: fetched once from Maven Central, and only as the committed locks say.

A lock lists every jar with its SHA-256 sum. Fetching goes by the lock alone, so what runs is what
was reviewed; the dependency graph is walked only when the locks are written anew.
"""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import requests
from jgo.env import LockedDependency, LockFile
from jgo.maven import MavenContext
from jgo.parse import Coordinate

from comptoir_local.trouble import Trouble

KAFKA_VERSION = "4.3.1"
CENTRAL = "https://repo1.maven.org/maven2"
LOCKS = Path(__file__).parent / "locks"

# Each root is resolved by a call of its own: resolved together, jgo 3.2 mixes in older clients.
# Without a logger among the jars the broker says nothing at all.
ROOTS = {
    "kafka": f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}",
    "slf4j-simple": "org.slf4j:slf4j-simple:1.7.36",
}


def classpath(store: Path, central: str = CENTRAL, locks: Path = LOCKS) -> list[Path]:
    """Every locked jar inside `store`, fetched where missing, each checked against its sum.

    Raises Trouble when Maven Central is out of reach or a jar is not the locked one.
    """
    locked = {
        (jar.groupId, jar.artifactId): jar
        for name in ROOTS
        for jar in LockFile.load(locks / f"{name}.lock.toml").dependencies
    }
    with _only_one(store), ThreadPoolExecutor(8) as fetchers:
        context = MavenContext(repo_cache=store, local_repos=[], remote_repos={"central": central})
        return list(fetchers.map(lambda jar: _fetch(jar, context), locked.values()))


def write_locks(store: Path, locks: Path = LOCKS, names: Iterable[str] = ROOTS) -> list[Path]:
    """Resolve the roots anew on Maven Central and write one lock file for each."""
    context = MavenContext(repo_cache=store, local_repos=[], remote_repos={"central": CENTRAL})
    written = []
    for name in names:
        root = context.create_dependency(replace(Coordinate.parse(ROOTS[name]), scope="compile"))
        direct, transitive = context.resolver.resolve([root])
        needed = [*direct, *(one for one in transitive if one.scope in ("compile", "runtime"))]
        path = locks / f"{name}.lock.toml"
        LockFile.from_resolved_dependencies(needed, environment_name=name).save(path)
        written.append(path)
    return written


def _fetch(jar: LockedDependency, context: MavenContext) -> Path:
    component = context.project(jar.groupId, jar.artifactId).at_version(jar.version)
    artifact = component.artifact(packaging=jar.packaging)
    path = artifact.cached_path
    if path is None or not jar.sha256:
        raise Trouble(f"The lock holds no checksum for {artifact}.", "Write the locks anew.")
    if path.exists() and _sha256(path) != jar.sha256:
        path.unlink()  # an interrupted download; the next one is judged as it comes
    try:
        artifact.resolve()
    except (requests.RequestException, RuntimeError) as error:
        raise Trouble(
            f"Could not fetch {artifact} from {context.remote_repos['central']}: {error}",
            "Check the network and any proxy (HTTPS_PROXY), or use `ENGINES=external` with "
            "COMPTOIR_KAFKA and COMPTOIR_MONGO, or `ENGINES=containers`.",
        ) from error
    if (found := _sha256(path)) != jar.sha256:
        path.unlink()
        raise Trouble(
            f"{path.name} is not the locked file: SHA-256 {found}, expected {jar.sha256}.",
            "Nothing was started and the file was removed. Something between here and Maven "
            "Central changes files; do not go on until you know what.",
        )
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _only_one(store: Path) -> Iterator[None]:
    """Hold the store against another command that fetches into it at the same time."""
    store.mkdir(parents=True, exist_ok=True)
    with (store / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
