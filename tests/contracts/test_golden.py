"""Messages of every released version are read by their models, and by every consumer."""

import importlib
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chassis.table import HandlerTable, Row
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.schema.catalogue import MessageType, message_types
from contracts.topics import BUSINESS_TOPICS, Kind
from tests.support.golden import CONTRACTS, GOLDEN, Golden, goldens, goldens_of

TYPES = {message.name: message for message in message_types()}
CONSUMERS = ("orders", "inventory", "notifier", "pms_bridge", "gateway")
# Kinds whose records are counted; bridge.delivery.events.v1 is said by partners, who keep no count.
COUNTED = {topic.source for topic in BUSINESS_TOPICS if topic.kind in (Kind.EVENTS, Kind.STATE)}


@pytest.fixture(params=goldens(), ids=str)
def golden(request: pytest.FixtureRequest) -> Golden:
    found: Golden = request.param
    return found


def agree(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same wherever both say something."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(agree(one[name], other[name]) for name in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    return bool(one == other)


def test_a_golden_message_is_read_by_its_model_and_written_alike(golden: Golden) -> None:
    read = TYPES[golden.type].read(golden.raw_value)
    written = read.model_dump_json(exclude_none=True).encode()
    assert TYPES[golden.type].read(written) == read
    assert agree(golden.value, json.loads(written))


def test_nothing_that_a_golden_message_says_and_we_know_is_lost(golden: Golden) -> None:
    read = TYPES[golden.type].read(golden.raw_value)
    written = json.loads(read.model_dump_json(exclude_none=True))
    assert golden.value.keys() - written.keys() <= {"x_added_later"}


def test_a_golden_message_satisfies_the_committed_schema(golden: Golden) -> None:
    path = CONTRACTS / "schemas" / f"{golden.type}.json"
    Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).validate(golden.value)


def test_a_golden_messages_headers_are_an_envelope_about_it(golden: Golden) -> None:
    envelope = Envelope.from_headers(golden.raw_headers)
    assert envelope.type == golden.type
    written = {name: value.decode() for name, value in envelope.headers()}
    assert written.items() <= golden.headers.items()
    message = TYPES[golden.type].read(golden.raw_value)
    if isinstance(message, Message):
        assert (message.key, message.subject) == (golden.key, envelope.subject)
        assert message.property_id == envelope.property_id
        assert (envelope.sequence is None) or envelope.source == message.TOPIC.source
    if envelope.source in COUNTED:
        assert envelope.sequence is not None


@pytest.mark.parametrize("message", TYPES.values(), ids=lambda message: message.name)
def test_every_type_has_a_golden_message_and_one_of_a_newer_producer(message: MessageType) -> None:
    cases = {golden.case for golden in goldens_of(message.name)}
    assert {"full", "from-a-newer-version"} <= cases


@pytest.mark.parametrize("message", TYPES.values(), ids=lambda message: message.name)
def test_the_full_golden_message_says_everything_there_is_to_say(message: MessageType) -> None:
    (full,) = (golden for golden in goldens_of(message.name) if golden.case == "full")
    assert full.value.keys() == message.model.model_fields.keys()


@pytest.mark.parametrize("message", TYPES.values(), ids=lambda message: message.name)
def test_optional_fields_are_absent_from_some_golden_message(message: MessageType) -> None:
    fields = message.model.model_fields
    optional = {name for name, field in fields.items() if not field.is_required()}
    absent = {name for golden in goldens_of(message.name) for name in fields.keys() - golden.value}
    assert optional <= absent or message.name.startswith("chassis.")


def test_every_golden_folder_belongs_to_a_message() -> None:
    assert {folder.name for folder in GOLDEN.glob("*/*")} == TYPES.keys()


def test_golden_texts_hold_accents_and_apostrophes() -> None:
    texts = "".join(str(golden.value) for golden in goldens())
    assert all(sign in texts for sign in "é'’«—ŒöÑç")


def handlers_of(package: str) -> HandlerTable:
    handlers: HandlerTable = importlib.import_module(f"{package}.app").handlers
    return handlers


def read_golden(row: Row) -> list[tuple[Golden, Message]]:
    return [(golden, row.message.read(golden.raw_value)) for golden in goldens_of(row.message.TYPE)]


@pytest.mark.parametrize("package", CONSUMERS)
def test_every_consumer_reads_every_golden_message_it_handles(package: str) -> None:
    rows = handlers_of(package).rows
    assert rows, f"{package} handles nothing"
    for row in rows.values():
        assert read_golden(row), f"{package} handles {row.message.TYPE}, which has no golden one"


@pytest.mark.parametrize("package", CONSUMERS)
def test_every_consumer_finds_its_documents_from_every_golden_message(package: str) -> None:
    for row in handlers_of(package).rows.values():
        for golden, message in read_golden(row):
            touched = [ref.id for ref in row.touches(message)]
            assert touched, f"{package}: {golden} touches nothing"
            assert all(touched), f"{package}: {golden} touches a document without an id"
            assert len(set(row.touches(message))) == len(touched), f"{package}: {golden} twice"
            assert all(ref.id for ref in row.reads(message)), f"{package}: {golden}"


def test_every_request_and_report_is_handled_by_its_owner() -> None:
    packages = {handlers_of(package).service: package for package in CONSUMERS}
    for message in TYPES.values():
        (topic, *_) = message.topics
        if topic.kind in (Kind.COMMANDS, Kind.REPORTS):
            assert message.name in handlers_of(packages[topic.owner]).rows
