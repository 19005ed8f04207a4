"""The committed schemas, AsyncAPI document and README say what the models say."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from contracts.schema.__main__ import main
from contracts.schema.catalogue import MessageType, message_types
from contracts.schema.json_schema import schema_of
from contracts.schema.published import generated, stale, write
from contracts.schema.topic_table import BEGIN, END, MarkersMissing, with_table
from contracts.topics import ALL_TOPICS
from tests.support.golden import CONTRACTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A contracts folder of its own in a checkout, up to date."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "README.md").write_text(f"# Ours\n\n{BEGIN}\n{END}\nmore\n", encoding="utf-8")
    write(folder)
    return folder


def test_what_is_committed_is_up_to_date() -> None:
    assert stale(CONTRACTS) == [], "run `python -m contracts.schema write`"


def test_writing_twice_changes_nothing(folder: Path) -> None:
    assert write(folder) == []


def test_two_processes_write_the_same_bytes(folder: Path) -> None:
    command = [sys.executable, "-m", "contracts.schema", "--folder", str(folder), "check"]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, env=environment)


@pytest.mark.parametrize(
    "name", ["asyncapi.json", "README.md", "schemas/bridge.folio.settled.v1.json"]
)
def test_a_changed_file_is_named(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("key", "kex"), encoding="utf-8")
    assert main(["--folder", str(folder), "check"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"{name} is stale")


def test_a_missing_file_and_one_of_no_message_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schemas = folder / "schemas"
    (schemas / "bridge.folio.settled.v1.json").rename(schemas / "bridge.folio.gone.v1.json")
    assert main(["--folder", str(folder), "check"]) == 1
    said = capsys.readouterr().err
    assert "bridge.folio.settled.v1.json is stale" in said
    assert "bridge.folio.gone.v1.json is stale" in said
    assert main(["--folder", str(folder), "write"]) == 0
    assert main(["--folder", str(folder), "check"]) == 0


def test_a_readme_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(MarkersMissing):
        with_table("# Contracts\n")
    with pytest.raises(MarkersMissing):
        with_table(f"{END}\n{BEGIN}\n")


def test_the_table_replaces_only_what_lies_between_its_markers(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith(f"# Ours\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\nmore\n")
    assert all(f"| `{topic.name}` |" in text for topic in ALL_TOPICS)


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_a_schema_is_valid_and_says_where_its_message_travels(message: MessageType) -> None:
    schema = schema_of(message)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f":{message.name}")
    names = [topic.name for topic in message.topics]
    assert schema["x-topic"] in (names, *names)
    if message.key_field:
        assert {schema["x-key"], schema["x-subject"]} <= schema["properties"].keys()


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_no_published_schema_closes_an_object(message: MessageType) -> None:
    """Readers ignore what they do not know, so a schema may not tell them to refuse it."""
    assert '"additionalProperties": false' not in json.dumps(schema_of(message))


def test_a_schema_accepts_what_a_later_version_adds_and_refuses_what_is_wrong() -> None:
    validator = Draft202012Validator(schema("bridge.folio.settled.v1"))
    amount: dict[str, Any] = {"currency": "EUR", "tax_lines": []}
    value = {"property_id": "hotel-lumiere", "order_id": "1", "amount": amount}
    validator.validate({**value, "added_later": 1})
    with pytest.raises(ValidationError, match="'order_id' is a required property"):
        validator.validate({"property_id": "hotel-lumiere", "amount": amount})
    with pytest.raises(ValidationError, match="does not match"):
        validator.validate({**value, "amount": {**amount, "currency": "eur"}})


def schema(name: str) -> dict[str, Any]:
    (message,) = (message for message in message_types() if message.name == name)
    return schema_of(message)


def test_schemas_of_a_release_are_those_that_were_published(folder: Path) -> None:
    assert main(["--folder", str(folder), "release"]) == 0
    for path in generated(folder):
        if path.suffix == ".json":
            released = folder / "released" / path.relative_to(folder)
            assert released.read_bytes() == path.read_bytes()
    (folder / "schemas" / "bridge.folio.settled.v1.json").unlink()
    assert main(["--folder", str(folder), "release"]) == 0
    assert not (folder / "released" / "schemas" / "bridge.folio.settled.v1.json").exists()


def test_a_folder_without_a_contract_cannot_be_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--folder", str(tmp_path), "compatible"]) == 2
    assert "has no asyncapi.json" in capsys.readouterr().err


def test_the_contract_is_compared_with_a_revision_of_the_repository(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(folder)
    compare = ["--folder", str(folder), "compatible", "--against", "HEAD"]
    assert main(compare) == 0
    (folder / "schemas" / "bridge.folio.settled.v1.json").unlink()
    assert main(compare) == 1
    assert capsys.readouterr().err == "bridge.folio.settled.v1: $: message removed\n"


def test_an_unknown_revision_is_not_taken_for_an_empty_contract(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(folder)
    assert main(["--folder", str(folder), "compatible", "--against", "v99"]) == 2
    assert "revision v99" in capsys.readouterr().err


def commit(folder: Path) -> None:
    """Make the folder part of the first revision of a repository around it."""
    git = shutil.which("git")
    assert git, "git is needed to compare revisions"
    me = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        [*me, "commit", "-q", "--no-verify", "-m", "One"],
    ):
        subprocess.run([git, *command], cwd=folder.parent, check=True)
