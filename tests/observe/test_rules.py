"""Rules, dashboards and runbooks agree with each other, and with what services really tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from comptoir_local.processes import SERVICES, Installation
from deploy.observe.dashboards import expressions, stale

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "observe" / "prometheus"
RUNBOOKS = ROOT / "docs" / "runbooks"
METRIC = re.compile(r"\b(?<!:)(?:comptoir|process)_[a-z0-9_]+\b(?!:)")
# What Prometheus makes of a histogram's or a counter's name.
PARTS = ("_bucket", "_count", "_sum", "_total")
# Ids and addresses would make a series each.
NO_LABELS = {"order", "order_id", "guest", "guest_id", "key", "id", "mail", "phone", "path", "url"}


def rules() -> Iterator[dict[str, Any]]:
    for file in sorted((PROMETHEUS / "rules").glob("*.yml")):
        for group in yaml.safe_load(file.read_text())["groups"]:
            yield from group["rules"]


ALERTS = [rule for rule in rules() if "alert" in rule]
RECORDED = {rule["record"] for rule in rules() if "record" in rule}
ASKED = [rule["expr"] for rule in rules()] + [expression for _, expression in expressions()]


def named(alert: dict[str, Any]) -> str:
    return str(alert["alert"])


@pytest.mark.parametrize("alert", ALERTS, ids=named)
def test_an_alert_names_a_runbook_that_names_it(alert: dict[str, Any]) -> None:
    runbook = ROOT / alert["annotations"]["runbook_url"]
    assert runbook.parent == RUNBOOKS
    assert alert["alert"] in runbook.read_text().splitlines()[0]
    assert alert["labels"]["severity"] in ("page", "ticket")


def test_every_runbook_is_some_alerts() -> None:
    used = {Path(alert["annotations"]["runbook_url"]).name for alert in ALERTS}
    assert {book.name for book in RUNBOOKS.glob("*.md")} - {"README.md"} == used


@pytest.mark.parametrize("alert", ALERTS, ids=named)
def test_an_alert_is_tested_where_it_fires_and_where_it_does_not(alert: dict[str, Any]) -> None:
    expected = [
        bool(one.get("exp_alerts"))
        for file in (PROMETHEUS / "tests").glob("*.yml")
        for test in yaml.safe_load(file.read_text())["tests"]
        for one in test["alert_rule_test"]
        if one["alertname"] == alert["alert"]
    ]
    assert set(expected) == {True, False}


def test_what_is_asked_of_recorded_rules_is_recorded() -> None:
    asked = {name for text in ASKED for name in re.findall(r"\b\w+:comptoir_\w+:\w+\b", text)}
    assert asked
    assert asked <= RECORDED


def test_the_committed_dashboards_are_as_described() -> None:
    assert stale() == []


async def test_every_figure_that_is_asked_for_is_told_by_some_service(
    installation: Installation,
) -> None:
    told: set[str] = set()
    labels: set[str] = set()
    async with httpx.AsyncClient(trust_env=False) as client:
        for process in SERVICES:
            text = (await client.get(process.url(installation, "/metrics") or "")).text
            told |= set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
            labels |= set(re.findall(r'[{,](\w+)="', text))
    asked = {name for text in ASKED for name in METRIC.findall(text)}
    assert asked
    known = told | {name + part for name in told for part in PARTS}
    assert asked - known == set()
    assert labels & NO_LABELS == set()
