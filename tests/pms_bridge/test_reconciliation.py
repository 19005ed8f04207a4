"""A day is compared by the property's clock, on request, and when a statement comes late."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Effect
from contracts.message import Message
from contracts.properties import Integrations, PropertyState
from contracts.reconciliation import (
    DayRead,
    DayReconciled,
    PropertyRequestRefused,
    ReconcileDay,
    ReconciliationDue,
    StatementTaken,
)
from pms_bridge.properties.handlers import property_told
from pms_bridge.properties.model import Property, properties
from pms_bridge.reconciliation.days import bounds, comparison_time, first_day
from pms_bridge.reconciliation.handlers import (
    comparison_requested,
    day_due,
    day_read,
    statement_taken,
)
from pms_bridge.reconciliation.reading import await_day
from pms_bridge.reconciliation.statement import Statement, statement_of
from pms_bridge.reconciliation.work import AwaitDay, ReadDay
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import PROPERTY, sheet
from tests.support.opera import Tries
from tests.support.reconciliations import DAY, ISSUED, take_statement

PARIS = "Europe/Paris"
NEXT = date(2026, 11, 24)


def known(next_day: date | None = DAY, **of: Any) -> Property:
    return Property(property_id=PROPERTY, sheet=sheet(**of), next_day=next_day)


def works(effects: Any) -> list[object]:
    return [effect.work for effect in effects]


@pytest.mark.parametrize(
    ("day", "zone", "first", "hours"),
    [
        (date(2026, 11, 23), PARIS, "2026-11-22T23:00:00+00:00", 24),
        (date(2026, 3, 29), PARIS, "2026-03-28T23:00:00+00:00", 23),
        (date(2026, 10, 25), PARIS, "2026-10-24T22:00:00+00:00", 25),
        (date(2026, 11, 23), "Asia/Tokyo", "2026-11-22T15:00:00+00:00", 24),
        (date(2026, 11, 23), "America/Montreal", "2026-11-23T05:00:00+00:00", 24),
    ],
)
def test_a_day_is_that_of_the_propertys_clock(day: date, zone: str, first: str, hours: int) -> None:
    begin, after = bounds(day, zone)
    assert begin == datetime.fromisoformat(first)
    assert after - begin == timedelta(hours=hours)


def test_a_day_is_compared_at_six_the_next_morning_by_the_propertys_clock() -> None:
    assert comparison_time(DAY, PARIS) == datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    assert comparison_time(date(2026, 6, 1), PARIS) == datetime(2026, 6, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-24T04:59:00+00:00", date(2026, 11, 23)),
        ("2026-11-24T05:00:00+00:00", date(2026, 11, 24)),
        ("2026-11-23T23:30:00+00:00", date(2026, 11, 23)),
    ],
)
def test_the_first_day_is_the_first_whose_hour_is_still_to_come(now: str, first: date) -> None:
    assert first_day(datetime.fromisoformat(now), PARIS) == first


STATE = PropertyState(property_id=PROPERTY, sheet=sheet())


def test_a_property_with_deliveries_is_compared_from_its_first_day_on() -> None:
    outcome = property_told(None, STATE, context())
    assert outcome.state is not None
    assert outcome.state.next_day == DAY
    (effect,) = outcome.effects
    assert effect == Effect(
        AwaitDay(property_id=PROPERTY, day=DAY), due_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    )


def test_a_property_told_again_has_one_timer_and_keeps_its_day() -> None:
    outcome = property_told(known(NEXT), STATE, context())
    assert outcome.state is not None
    assert (outcome.state.next_day, outcome.effects) == (NEXT, ())


def test_a_property_without_deliveries_has_no_days_to_compare() -> None:
    without = sheet(integrations=Integrations(delivery=False))
    outcome = property_told(None, STATE.model_copy(update={"sheet": without}), context())
    assert outcome.state is not None
    assert (outcome.state.next_day, outcome.effects) == (None, ())


DUE = ReconciliationDue(property_id=PROPERTY, day=DAY)


async def test_the_hour_is_reported_when_it_has_come() -> None:
    ending = await await_day(AwaitDay(property_id=PROPERTY, day=DAY), Tries().next())
    assert list(ending.reports) == [DUE]


def test_when_its_hour_comes_a_day_is_read_and_the_next_one_awaited() -> None:
    outcome = day_due(known(), DUE, context())
    assert outcome.state is not None
    assert outcome.state.next_day == NEXT
    assert works(outcome.effects) == [
        ReadDay(property_id=PROPERTY, day=DAY),
        AwaitDay(property_id=PROPERTY, day=NEXT),
    ]
    assert outcome.effects[1].due_at == comparison_time(NEXT, PARIS)


@pytest.mark.parametrize("of", [None, known(NEXT), known(None)])
def test_a_timer_that_comes_again_or_late_does_nothing(of: Property | None) -> None:
    outcome = day_due(of, DUE, context())
    assert (outcome.state, outcome.events, outcome.effects) == (None, (), ())


def test_days_missed_while_nothing_ran_are_caught_up_one_by_one() -> None:
    late = context(now=NOW + timedelta(days=9))
    outcome = day_due(known(), DUE, late)
    assert outcome.effects[1].due_at == comparison_time(NEXT, PARIS)  # past: it falls due at once


def test_a_property_that_stopped_deliveries_stops_being_compared_and_can_begin_again() -> None:
    stopped = day_due(known(integrations=Integrations(delivery=False)), DUE, context())
    assert stopped.state is not None
    assert (stopped.state.next_day, stopped.effects) == (None, ())
    again = property_told(stopped.state, STATE, context())
    assert len(again.effects) == 1


def test_a_person_may_have_any_day_that_has_begun_compared() -> None:
    request = ReconcileDay(property_id=PROPERTY, day=DAY)
    outcome = comparison_requested(
        known(), request, context(envelope=envelope(request, id="request-1"))
    )
    assert works(outcome.effects) == [
        ReadDay(property_id=PROPERTY, day=DAY, request_id="request-1")
    ]


@pytest.mark.parametrize(
    ("of", "day", "field"), [(None, DAY, "property_id"), (known(), NEXT, "day")]
)
def test_what_cannot_be_compared_is_refused_by_field(
    of: Property | None, day: date, field: str
) -> None:
    outcome = comparison_requested(of, ReconcileDay(property_id=PROPERTY, day=day), context())
    (refusal,) = outcome.events
    assert isinstance(refusal, PropertyRequestRefused)
    assert (refusal.field, outcome.effects) == (field, ())


def test_what_was_read_is_told_as_it_is() -> None:
    read = DayRead(
        property_id=PROPERTY,
        day=DAY,
        currency="EUR",
        orders=0,
        ledger_total=0,
        folio_total=0,
        mismatch_count=0,
        mismatches=(),
        compared_at=NOW,
        request_id="request-1",
    )
    (told,) = day_read(known(), read, context()).events
    assert isinstance(told, DayReconciled)
    assert told.model_dump() == read.model_dump()


class StatementRun:
    """Takes statements one after another, keeping what is kept."""

    def __init__(self, of: Property | None) -> None:
        self.documents: dict[Ref[Any], Document | None] = {properties.ref(PROPERTY): of}

    def take(self, message: Message) -> Changes:
        assert isinstance(message, type(take_statement()))
        self.documents.setdefault(statement_of(message), None)
        changes = statement_taken(self.documents, message, context())
        self.documents |= changes.documents
        return changes

    def kept(self) -> dict[str, int]:
        (found,) = [one for one in self.documents.values() if isinstance(one, Statement)]
        return found.charged()


def kept(changes: Changes) -> bool:
    (told,) = changes.events
    assert isinstance(told, StatementTaken)
    return told.kept


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_statement_of_a_day_stands_in_whatever_order_they_come(
    order: tuple[int, ...],
) -> None:
    versions = [
        take_statement(("X1", 100 * n), issued_at=ISSUED + timedelta(hours=n)) for n in range(3)
    ]
    run = StatementRun(known())
    for index in order:
        run.take(versions[index])
    assert run.kept() == {"X1": 200}


def test_an_older_statement_is_left_out_and_says_so() -> None:
    run = StatementRun(known(NEXT))
    assert kept(run.take(take_statement(("X1", 100))))
    outcome = run.take(take_statement(("X1", 9), issued_at=ISSUED - timedelta(seconds=1)))
    assert not kept(outcome)
    assert outcome.effects == ()


def test_a_statement_that_comes_after_its_day_was_compared_has_it_compared_again() -> None:
    assert works(StatementRun(known(NEXT)).take(take_statement()).effects) == [
        ReadDay(property_id=PROPERTY, day=DAY)
    ]
    assert StatementRun(known(DAY)).take(take_statement()).effects == []


def test_partners_and_days_have_statements_of_their_own() -> None:
    ids = {
        statement_of(one).id
        for one in (
            take_statement(),
            take_statement(partner_id="other-page"),
            take_statement(day=NEXT),
            take_statement(property_id="hotel-aurore"),
        )
    }
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (take_statement(currency="CHF"), "currency"),
        (take_statement(("X1", 10**12), ("X2", 1)), "lines"),
    ],
)
def test_a_statement_that_cannot_be_compared_is_refused_by_field(
    wrong: Message, field: str
) -> None:
    changes = StatementRun(known()).take(wrong)
    (refusal,) = changes.events
    assert isinstance(refusal, PropertyRequestRefused)
    assert (refusal.field, dict(changes.documents)) == (field, {})


def test_a_statement_that_comes_before_its_property_is_kept() -> None:
    assert kept(StatementRun(None).take(take_statement(currency="CHF")))


def test_a_statement_survives_being_stored() -> None:
    before = Statement.of(take_statement(("X.1", 100), ("X.1", 50)))
    again = Statement.model_validate(before.model_dump(mode="json"), strict=False)
    assert again == before
    assert again.charged() == {"X.1": 150}
