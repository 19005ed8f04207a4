"""A test that measures has the machine to itself among the processes of a run."""

import fcntl
from pathlib import Path

import pytest

from tests.support.workers import turn


@pytest.fixture
def turns(tmp_path: Path) -> Path:
    return tmp_path / "turns"


def free(turns: Path, wanted: int) -> bool:
    """Whether another process would have its turn at once."""
    with turns.open("a") as another:
        try:
            fcntl.flock(another, wanted | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_tests_run_beside_each_other_and_who_is_alone_waits_for_them(turns: Path) -> None:
    with turn(turns, alone=False):
        assert free(turns, fcntl.LOCK_SH)
        assert not free(turns, fcntl.LOCK_EX)
    assert free(turns, fcntl.LOCK_EX)


def test_no_other_test_runs_beside_one_that_is_alone(turns: Path) -> None:
    with turn(turns, alone=True):
        assert not free(turns, fcntl.LOCK_SH)
    assert free(turns, fcntl.LOCK_SH)


def test_a_test_that_fails_ends_its_turn(turns: Path) -> None:
    with pytest.raises(ZeroDivisionError), turn(turns, alone=True):
        raise ZeroDivisionError
    assert free(turns, fcntl.LOCK_SH)
