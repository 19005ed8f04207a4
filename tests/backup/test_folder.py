"""A backup's folder: sums, formats, keys. No engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bson
import pytest

from comptoir_local.backup.files import PLAIN, Progress, RowFile, rows_of
from comptoir_local.backup.keys import keep_keys, return_keys
from comptoir_local.backup.manifest import FILE, Manifest, sum_of
from comptoir_local.home import Home
from comptoir_local.trouble import Trouble

WHEN = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)


def in_silence(text: str) -> None:
    """Nobody reads how far it is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A backup of three rows."""
    manifest = Manifest(taken_at=WHEN, release="0.1.0")
    with RowFile(tmp_path / "databases/orders/deliveries.bson.gz") as file:
        for n in range(3):
            file.add(bson.encode({"_id": n, "odd": None}))
    manifest.files["databases/orders/deliveries.bson.gz"] = file.note
    manifest.offsets = {"orders": {"3": {"a.b.events.v1": 7}}}
    manifest.write(tmp_path)
    return tmp_path


def test_what_was_written_is_read_again(folder: Path) -> None:
    manifest = Manifest.read(folder)
    manifest.check(folder, in_silence)
    (name,) = manifest.files
    assert [row["_id"] for row in rows_of(folder / name, PLAIN)] == [0, 1, 2]
    assert (manifest.taken_at, manifest.files[name].rows) == (WHEN, 3)


def flipped(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:20] + bytes([whole[20] ^ 1]) + whole[21:])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [flipped, cut, Path.unlink])
def test_a_file_that_was_harmed_is_named(folder: Path, harm: Callable[[Path], None]) -> None:
    harm(folder / "databases/orders/deliveries.bson.gz")
    with pytest.raises(Trouble, match=r"deliveries\.bson\.gz is"):
        Manifest.read(folder).check(folder, in_silence)


def test_a_manifest_that_was_changed_or_is_missing_or_of_another_format_is_refused(
    folder: Path,
) -> None:
    path = folder / FILE
    whole = path.read_text()
    path.write_text(whole.replace("v1", "v2"))
    with pytest.raises(Trouble, match="is not as it was written"):
        Manifest.read(folder)
    text = json.loads(whole)["manifest"].replace('"format": 1', '"format": 2')
    path.write_text(json.dumps({"sha256": sum_of(text), "manifest": text}))
    with pytest.raises(Trouble, match="is of format 2; this release reads 1"):
        Manifest.read(folder)
    path.unlink()
    with pytest.raises(Trouble, match="is no backup"):
        Manifest.read(folder)


def test_keys_come_back_and_never_take_the_place_of_others(tmp_path: Path) -> None:
    home, folder = Home.at(tmp_path / "home"), tmp_path / "backup"
    home.root.mkdir()
    (home.root / "secrets.json").write_text("{}")
    (tmp_path / "more").mkdir()
    (tmp_path / "more/pem").write_text("secret")
    notes = keep_keys(folder, home, [tmp_path / "more"])
    assert set(notes) == {"keys/secrets.json", "keys/pem"}

    target = tmp_path / "there"
    assert len(return_keys(folder, target, list(notes))) == 2
    assert (target / "pem").read_text() == "secret"
    assert (target / "pem").stat().st_mode & 0o777 == 0o600
    assert return_keys(folder, target, list(notes)) == []
    (target / "pem").write_text("another")
    (target / "secrets.json").unlink()
    with pytest.raises(Trouble, match="pem is another key than the backup's"):
        return_keys(folder, target, list(notes))
    assert not (target / "secrets.json").exists()


def test_one_key_named_twice_is_kept_once_and_two_of_one_name_are_told(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    home.root.mkdir()
    (home.root / "connections.json").write_text("{}")
    assert set(keep_keys(tmp_path / "backup", home, [home.root])) == {"keys/connections.json"}
    (tmp_path / "more").mkdir()
    (tmp_path / "more/connections.json").write_text("[]")
    with pytest.raises(Trouble, match=r"Two keys are called connections\.json"):
        keep_keys(tmp_path / "another", home, [tmp_path / "more"])


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is not there"):
        keep_keys(tmp_path / "backup", Home.at(tmp_path), [tmp_path / "gone"])


def test_progress_is_told_now_and_then() -> None:
    said: list[str] = []
    progress = Progress("topic a", said.append, rows=99_999)
    progress.one_more()
    progress.one_more()
    assert said == ["topic a: 100000 ..."]
