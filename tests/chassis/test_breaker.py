"""A breaker opens after failures in a row, tries with one, and pauses longer each time."""

from __future__ import annotations

from chassis.breaker import FAILURES_TO_OPEN, FIRST_PAUSE, LONGEST_PAUSE, Breaker


def opened(at: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker.begin()
        breaker.failed(at)
    return breaker


def test_it_stays_closed_until_enough_failures_in_a_row() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed(0.0)
    assert not breaker.shut(0.0)
    breaker.succeeded()
    breaker.failed(0.0)
    assert not breaker.shut(0.0)
    assert opened().shut(FIRST_PAUSE - 0.1)


def test_after_the_pause_one_tries_and_the_others_wait_for_it() -> None:
    breaker = opened()
    assert not breaker.shut(FIRST_PAUSE)
    breaker.begin()
    assert breaker.shut(FIRST_PAUSE)
    breaker.succeeded()
    assert not breaker.shut(FIRST_PAUSE)


def test_the_pause_doubles_up_to_a_limit_and_starts_short_again() -> None:
    breaker, now = opened(), 0.0
    pauses = []
    for _ in range(6):
        pauses.append(breaker.open_until - now)
        now = breaker.open_until
        breaker.begin()
        breaker.failed(now)
    assert pauses == [5.0, 10.0, 20.0, 40.0, LONGEST_PAUSE, LONGEST_PAUSE]
    breaker.succeeded()
    assert breaker.pause == FIRST_PAUSE
