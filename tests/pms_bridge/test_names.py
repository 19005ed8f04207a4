"""Names are compared as a person would."""

from __future__ import annotations

import pytest

from pms_bridge.opera.names import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D'Hérouville", "d’herouville"),
        ("D'Hérouville", "D HEROUVILLE"),
        ("Le Guennec", "LE-GUENNEC"),
        ("Großmann", "GROSSMANN"),
        ("Lefœuvre", "LEFOEUVRE"),
        ("Sørensen", "Sorensen"),
        ("Yıldırım", "YILDIRIM"),
        ("İnönü", "inonu"),
        ("Łukasz", "lukasz"),
        ("Núñez Ibáñez", "Nuñez-Ibañez"),
        ("Nguyễn", "nguyen"),
        ("ﬁlippi", "Filippi"),
    ],
)
def test_two_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Jäger", "Jager-Le Guen"), ("Martin", "Martine"), ("佐藤", "鈴木")]
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_other_scripts_keep_their_letters() -> None:
    assert folded("佐藤") == "佐藤"
    assert folded("-'’.") == ""
