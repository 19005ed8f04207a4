"""`comptoir rebuild`: whose views there are, where their owners are asked, and what it says."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chassis.rebuilding.comparing import Differences
from chassis.rebuilding.rebuild import Rebuilt, topics_folded
from comptoir_local.cli import app
from comptoir_local.home import Home
from comptoir_local.rebuilding import ADDRESSES, SECRET, doors_of, orders_for, print_check
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES


def composition(service: str) -> Any:
    return import_module(f"{service.replace('-', '_')}.app")


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_a_view_is_folded_from_can_be_told_again(service: str) -> None:
    """By an owner that keeps it, or by a topic that keeps the newest of each."""
    orders = orders_for(service, {}, None)
    folded = topics_folded(orders.table, orders.views)
    assert bool(folded) == bool(orders.views)
    assert all(topic.history or topic.compacted for topic in folded)
    assert {topic.owner for topic in folded} <= set(SERVICES)
    for topic in folded:
        if topic.history:
            assert topic in composition(topic.owner).publishes


@pytest.mark.parametrize("service", SERVICES)
def test_a_view_is_one_of_the_service_s_collections(service: str) -> None:
    orders = orders_for(service, {}, None)
    assert set(orders.views) <= set(composition(service).collections)


def test_copies_need_nobody_s_door() -> None:
    orders = orders_for("orders", {}, None)
    assert all(topic.compacted for topic in topics_folded(orders.table, orders.views))


def test_owners_are_asked_where_the_gateway_asks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home.at(tmp_path)
    monkeypatch.delenv(SECRET, raising=False)
    monkeypatch.delenv(ADDRESSES, raising=False)
    assert doors_of(home) == ({}, None)
    monkeypatch.setenv(ADDRESSES, json.dumps({"orders": "http://orders:8030"}))
    monkeypatch.setenv(SECRET, "s" * 32)
    addresses, secret = doors_of(home)
    assert addresses == {"orders": "http://orders:8030"}
    assert secret is not None
    monkeypatch.setenv(ADDRESSES, "orders:8030")
    with pytest.raises(Trouble, match=ADDRESSES):
        doors_of(home)


def test_a_check_names_ids_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    found = Differences({"order-1": ("room",)}, {"stray"}, {"order-2"})
    print_check("gateway", Rebuilt({"orders": found}, {"orders": 7}, 90, 2, 0.1, swapped=False))
    said = capsys.readouterr().out
    assert "orders order-1: room differ" in said
    assert "orders stray: its history does not know it" in said
    assert "orders order-2: the view does not have it" in said
    assert "2 messages come after one that is missing" in said
    assert "not what their events say" in said


def test_a_service_that_is_none_is_named() -> None:
    ended = CliRunner().invoke(app, ["rebuild", "nonsense"])
    assert isinstance(ended.exception, Trouble)
