"""The run's own guards: a request that was never taken is found, and a cluster that is not marked
for tests is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from comptoir_local.trouble import Trouble
from tests.k8s.cluster import must_be_for_tests
from tests.k8s.requests import requests_wrong

Label = Callable[[dict[str, str]], None]


def test_a_request_that_failed_and_was_made_again_is_counted_and_not_wrong() -> None:
    wrong, counts = requests_wrong(
        [("LUM-1", 502), ("LUM-1", None), ("LUM-1", 202)], [("evt-1", 503), ("evt-1", 200)]
    )
    assert wrong == []
    assert counts == {"orders_failed_once": 2, "webhooks_failed_once": 1}


def test_a_request_that_was_never_taken_is_wrong() -> None:
    wrong, _ = requests_wrong([("LUM-1", 502), ("LUM-1", 503)], [("evt-1", None)])
    assert wrong == [
        "order LUM-1 was never taken: [502, 503]",
        "webhook evt-1 was never taken: [None]",
    ]


@pytest.fixture
def label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Label:
    """A kubectl that knows one context and one namespace; what sets that one's labels."""
    space = tmp_path / "namespace.json"
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(f'#!/bin/sh\n[ "$1" = config ] && echo somewhere && exit\ncat {space}\n')
    kubectl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def write(labels: dict[str, str]) -> None:
        space.write_text(json.dumps({"kind": "Namespace", "metadata": {"labels": labels}}))

    return write


async def test_a_cluster_that_is_not_marked_for_tests_is_refused(label: Label) -> None:
    label({})
    with pytest.raises(Trouble, match="context somewhere is not marked for tests"):
        await must_be_for_tests()


async def test_a_cluster_that_is_marked_for_tests_is_taken(label: Label) -> None:
    label({"comptoir.dev/for-tests": "true"})
    assert await must_be_for_tests() == "somewhere"
