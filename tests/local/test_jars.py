"""Jars come as the lock says or not at all; a small Maven repository over HTTP stands in."""

import hashlib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from jgo.env import LockFile

from comptoir_local.engines.jars import LOCKS, ROOTS, classpath
from comptoir_local.ports import free_ports
from comptoir_local.trouble import Trouble

CONTENT = {"kafka": b"a broker", "slf4j-simple": b"a logger"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[str]:
    for name, content in CONTENT.items():
        jar = _jar(tmp_path / "remote", name)
        jar.parent.mkdir(parents=True)
        jar.write_bytes(content)
        jar.with_name(f"{jar.name}.sha1").write_text(
            hashlib.sha1(content, usedforsecurity=False).hexdigest()
        )
    handler = partial(Quiet, directory=str(tmp_path / "remote"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    folder = tmp_path / "locks"
    folder.mkdir()
    for name, content in CONTENT.items():
        _write_lock(folder, name, hashlib.sha256(content).hexdigest())
    return folder


def _jar(root: Path, name: str) -> Path:
    return root / "org" / "example" / name / "1.0" / f"{name}-1.0.jar"


def _write_lock(folder: Path, name: str, sha256: str) -> None:
    (folder / f"{name}.lock.toml").write_text(
        f'[[dependencies]]\ngroupId = "org.example"\nartifactId = "{name}"\n'
        f'version = "1.0"\npackaging = "jar"\nsha256 = "{sha256}"\n'
    )


def test_locked_jars_are_fetched_once(repository: str, locks: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    fetched = classpath(store, repository, locks)
    assert [jar.read_bytes() for jar in fetched] == list(CONTENT.values())
    nowhere = f"http://127.0.0.1:{free_ports(1)[0]}"
    assert classpath(store, nowhere, locks) == fetched


def test_a_jar_other_than_the_locked_one_is_refused_and_removed(
    repository: str, locks: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    _write_lock(locks, "kafka", "0" * 64)
    with pytest.raises(Trouble, match=r"kafka-1\.0\.jar is not the locked file"):
        classpath(store, repository, locks)
    assert not _jar(store, "kafka").exists()


def test_a_jar_damaged_on_disk_is_fetched_anew(
    repository: str, locks: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    jar = classpath(store, repository, locks)[0]
    jar.write_bytes(b"half a bro")
    assert classpath(store, repository, locks)[0].read_bytes() == b"a broker"


def test_a_registry_out_of_reach_is_named_with_the_way_out(locks: Path, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_ports(1)[0]}"
    with pytest.raises(Trouble, match=f"from {nowhere}") as refused:
        classpath(tmp_path / "store", nowhere, locks)
    assert "ENGINES=external" in refused.value.way_out


def test_a_jar_missing_from_the_registry_is_named(
    repository: str, locks: Path, tmp_path: Path
) -> None:
    _jar(tmp_path / "remote", "kafka").unlink()
    with pytest.raises(Trouble, match=r"org\.example:kafka"):
        classpath(tmp_path / "store", repository, locks)


@pytest.mark.parametrize("name", ROOTS)
def test_every_committed_lock_holds_its_root_and_a_sum_for_each_jar(name: str) -> None:
    jars = LockFile.load(LOCKS / f"{name}.lock.toml").dependencies
    group, artifact, version = ROOTS[name].split(":")
    assert (jars[0].groupId, jars[0].artifactId, jars[0].version) == (group, artifact, version)
    assert all(len(jar.sha256 or "") == 64 for jar in jars)
