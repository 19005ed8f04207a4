"""The topics as Strimzi's resources: as `prepare` makes them, and found out when stale."""

from __future__ import annotations

from pathlib import Path

from comptoir_local.topic_resources import document, main, resource
from comptoir_local.topics import settings_for
from contracts.topics import ALL_TOPICS


def test_a_resource_says_what_prepare_would_have_made() -> None:
    for topic in ALL_TOPICS:
        spec = resource(topic)["spec"]
        assert spec["partitions"] == topic.partitions
        assert {name: str(value) for name, value in spec["config"].items()} == settings_for(topic)


def test_a_file_that_is_not_what_contracts_say_is_stale(tmp_path: Path) -> None:
    target = tmp_path / "topics.yaml"
    assert main(["check"], target) == 1
    assert main(["write"], target) == 0
    assert main(["check"], target) == 0
    target.write_text(document(ALL_TOPICS[1:]))
    assert main(["check"], target) == 1


def test_the_committed_file_is_current() -> None:
    assert main(["check"]) == 0


def test_who_asks_for_something_else_is_told_how() -> None:
    assert main([]) == 2
