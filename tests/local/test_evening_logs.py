"""What a log must not hold is found in every spelling, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comptoir_local.evening_logs import told_of_guests, words_of_guests


def found(folder: Path, line: str) -> list[str]:
    log = folder / "orders.log"
    log.write_text(line + "\n", encoding="utf-8")
    return told_of_guests([log], words_of_guests())


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn",
        "NGUYEN",
        "Dell'Orso",
        "zoe BERANGER-MUNOZ",
        "call +33639987191",
        "to solene.kerbrat@courrier.example",
        "Bonsoir, l'entrée est au 12, côté jardin.",
        str("Jäger".encode()),
    ],
)
def test_a_guests_word_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    for line in (json.dumps({"event": "sent", "why": text}), f"sent {text}"):
        (told,) = found(tmp_path, line)
        assert told.startswith("orders.log:1 ")
        assert "yen" not in told


def test_ids_and_our_own_words_are_none_of_a_guests(tmp_path: Path) -> None:
    line = {"event": "key parked", "key": "order-1", "why": "ValueError in rewind", "time": "12:00"}
    assert found(tmp_path, json.dumps(line)) == []
