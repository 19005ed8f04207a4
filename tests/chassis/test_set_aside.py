"""Bytes made readable, and records corrected, without any I/O."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.correcting import CORRECTED_BY, CORRECTS, Unfit, as_news, correctable, corrected
from chassis.records import FOR_ANOTHER, Incoming, Outgoing, Readable, Skipped, read
from chassis.set_aside import ReplayOrder, ShownAs, plain, readable
from chassis.table import HandlerTable
from contracts import topics
from contracts.envelope import Envelope
from contracts.topics import Topic
from tests.chassis.tally import NOON, define, tally_service, told

TABLE = tally_service().handlers
GOOD = json.loads(define("Hôtel Lumière").encode())
ENVELOPE = Envelope(
    id="request-1",
    source="/test",
    type=define("x").TYPE,
    subject="hotel-lumiere",
    time=NOON,
    property_id="hotel-lumiere",
    actor="partner:demo-page",
    correlation_id="c",
)


def incoming(
    envelope: Envelope | None = ENVELOPE,
    value: bytes = b"{}",
    topic: Topic = topics.INVENTORY_PROPERTY_COMMANDS,
) -> Incoming:
    headers = tuple(envelope.headers()) if envelope else (("ce_type", None),)
    return Incoming(topic, 3, 118, b"hotel-lumiere", value, headers)


def another_table() -> HandlerTable:
    """Another service's, with the same handlers."""
    table = HandlerTable("another")
    table.rows |= TABLE.rows
    return table


def correction(
    record: Incoming, body: dict[str, Any] = GOOD, *, type: str | None = None, skipped: bool = False
) -> Outgoing:
    order = ReplayOrder(id=record.position, body=body, type=type)
    now = datetime(2026, 11, 28, tzinfo=UTC)
    return corrected(record, order, TABLE, actor="person:1", now=now, skipped=skipped)


def faults(record: Incoming, body: dict[str, Any], type: str | None = None) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        correction(record, body, type=type)
    return dict(refused.value.errors)


# -- reading ---------------------------------------------------------------------------------------


def test_json_is_shown_on_lines_and_in_its_own_letters() -> None:
    shown = readable('{"room":"204 é","total":[1]}'.encode())
    assert shown.format is ShownAs.JSON
    assert shown.text == '{\n  "room": "204 é",\n  "total": [\n    1\n  ]\n}'
    assert shown.note is None


@pytest.mark.parametrize(
    ("value", "shown_as", "note"),
    [
        (b'{"room": ', ShownAs.TEXT, "not JSON: Expecting value in line 1, column 10"),
        (b'{"total": NaN}', ShownAs.TEXT, "no proper JSON"),
        (b'"\\ud800"', ShownAs.TEXT, "no proper JSON"),
        (b"[" * 100_000, ShownAs.TEXT, "no proper JSON"),
        (b"\x00\xff", ShownAs.BASE64, "not UTF-8 from byte 1 on"),
        (b"", ShownAs.EMPTY, "there are no bytes"),
        (None, ShownAs.EMPTY, "there are no bytes"),
    ],
)
def test_what_is_no_json_is_shown_as_it_is_and_says_why(
    value: bytes | None, shown_as: ShownAs, note: str
) -> None:
    shown = readable(value)
    assert (shown.format, shown.note, shown.size) == (shown_as, note, len(value or b""))


def test_a_key_of_digits_is_a_text() -> None:
    assert plain(b"204") == plain(b"204").model_copy(update={"format": ShownAs.TEXT, "text": "204"})


# -- correcting ------------------------------------------------------------------------------------


def test_a_corrected_request_keeps_its_identity_and_says_who_corrected_what() -> None:
    record = incoming()
    sent = correction(record)
    assert json.loads(sent.value) == GOOD
    envelope = Envelope.from_headers(sent.headers)
    assert envelope == ENVELOPE
    headers = dict(sent.headers)
    assert headers[CORRECTS] == record.position.encode()
    assert headers[CORRECTED_BY] == b"person:1"


def test_a_skipped_message_comes_again_as_news_without_its_place_in_the_sequence() -> None:
    sequenced = ENVELOPE._replace(sequence=4)
    first, second = (correction(incoming(sequenced), skipped=True) for _ in range(2))
    envelope = Envelope.from_headers(first.headers)
    assert envelope.id not in {"", "request-1"}
    assert (envelope.causation_id, envelope.sequence) == ("request-1", None)
    assert first == second  # so that the same order twice is one message
    other = {**GOOD, "sheet": {**GOOD["sheet"], "name": "Other"}}
    third = Envelope.from_headers(correction(incoming(sequenced), other, skipped=True).headers)
    assert third.id != envelope.id


@pytest.mark.parametrize("with_body", [True, False])
def test_what_was_skipped_comes_again_to_the_service_that_skipped_it_alone(
    *, with_body: bool
) -> None:
    """Every other one has handled the original, and would take the news for another message."""
    record = incoming(ENVELOPE._replace(sequence=4), define("x").encode())
    headers = correction(record, skipped=True).headers
    if not with_body:
        headers = as_news(record, list(ENVELOPE.headers()), "tally")
    again = record._replace(headers=tuple(headers))
    other = another_table()
    assert isinstance(read(again, TABLE), Readable)
    assert read(again, other) == Skipped(again, FOR_ANOTHER)
    assert isinstance(read(record, other), Readable)


def test_what_was_not_skipped_comes_again_to_all() -> None:
    sent = correction(incoming())
    again = incoming()._replace(headers=tuple(sent.headers), value=sent.value)
    assert isinstance(read(again, another_table()), Readable)


def test_a_skipped_state_is_not_sent_again() -> None:
    """Without its sequence it would take the place of what its owner said since."""
    state = incoming(topic=topics.INVENTORY_PROPERTY_STATE)
    with pytest.raises(Unfit) as refused:
        as_news(state, list(ENVELOPE.headers()), "tally")
    assert [field for field, _ in refused.value.errors] == ["id"]


def test_a_record_without_an_envelope_gets_one_where_its_type_is_told() -> None:
    bare = incoming(None, b"\xff")
    assert list(faults(bare, GOOD)) == ["type"]
    sent = correction(bare, type=ENVELOPE.type)
    envelope = Envelope.from_headers(sent.headers)
    assert (envelope.type, envelope.subject) == (ENVELOPE.type, "hotel-lumiere")
    assert (envelope.actor, sent.key) == ("person:1", b"hotel-lumiere")


def test_a_body_that_does_not_fit_is_refused_by_field_and_reason_and_not_by_value() -> None:
    broken = {**GOOD, "sheet": {**GOOD["sheet"], "kind": "Mrs-Example-from-204"}}
    found = faults(incoming(), broken)
    assert list(found) == ["body.sheet.kind"]
    assert "Mrs-Example" not in str(found)
    assert list(faults(incoming(), {})) == ["body.property_id", "body.sheet"]


@pytest.mark.parametrize("type", ["no.such.type.v1", told("o", "n").TYPE])
def test_a_type_of_another_topic_is_refused(type: str) -> None:
    assert list(faults(incoming(), GOOD, type)) == ["type"]


def test_half_a_character_is_refused() -> None:
    assert list(faults(incoming(), {**GOOD, "property_id": "\ud800"})) == ["body"]


def test_a_state_is_not_replaced_by_hand() -> None:
    """It would stand for its key's newest, whatever the owner has said since."""
    state = incoming(topic=topics.INVENTORY_PROPERTY_STATE)
    assert not correctable(state.topic, TABLE)
    assert list(faults(state, GOOD)) == ["id"]
