from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.envelope import Envelope, EnvelopeError, Headers, format_instant

ENVELOPE = Envelope(
    id="evt-é-1",
    source="/orders/delivery/events",
    type="orders.delivery.placed.v1",
    subject="Commande à l'étage",
    time=datetime(2026, 11, 23, 18, 4, 5, 678_000, tzinfo=UTC),
    property_id="hotel-lumiere",
    actor="partner:demo-page",
    correlation_id="LUM-42",
    causation_id="evt-0",
    sequence=7,
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
)
REQUIRED = (
    "ce_specversion",
    "ce_id",
    "ce_source",
    "ce_type",
    "ce_subject",
    "ce_time",
    "ce_property",
)

texts = st.text(min_size=1, max_size=80)
maybe = st.none() | texts
to_the_millisecond = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - the strategy wants bounds without a zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
envelopes = st.builds(
    Envelope,
    id=texts,
    source=texts,
    type=texts,
    subject=texts,
    time=to_the_millisecond,
    property_id=texts,
    actor=texts,
    correlation_id=texts,
    causation_id=maybe,
    sequence=st.none() | st.integers(1, 10**18 - 1),
    traceparent=maybe,
)


def without(name: str) -> Headers:
    return [header for header in ENVELOPE.headers() if header[0] != name]


def having(name: str, value: bytes | None) -> list[tuple[str, bytes | None]]:
    return [*without(name), (name, value)]


@given(envelopes)
def test_an_envelope_read_from_its_headers_is_the_same_again(envelope: Envelope) -> None:
    assert Envelope.from_headers(envelope.headers()) == envelope


@given(envelopes)
def test_every_header_has_a_value_and_stands_once(envelope: Envelope) -> None:
    names = [name for name, _ in envelope.headers()]
    assert len(names) == len(set(names))
    assert all(value for _, value in envelope.headers())


def test_the_headers_are_cloudevents_in_binary_mode() -> None:
    headers = dict(ENVELOPE.headers())
    assert headers["ce_specversion"] == b"1.0"
    assert headers["content-type"] == b"application/json"
    assert headers["ce_time"] == b"2026-11-23T18:04:05.678Z"
    assert headers["ce_subject"] == "Commande à l'étage".encode()
    assert headers["ce_sequence"] == b"7"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_required_header_is_named(name: str) -> None:
    with pytest.raises(EnvelopeError, match=f"{name} is missing"):
        Envelope.from_headers(without(name))


@pytest.mark.parametrize("name", REQUIRED)
def test_an_empty_required_header_counts_as_missing(name: str) -> None:
    with pytest.raises(EnvelopeError, match=f"{name} is missing"):
        Envelope.from_headers(having(name, b""))


@pytest.mark.parametrize("name", [*REQUIRED, "ce_sequence", "ce_ours_of_tomorrow", "traceparent"])
def test_a_null_header_of_cloudevents_is_named(name: str) -> None:
    with pytest.raises(EnvelopeError, match=f"{name} is null"):
        Envelope.from_headers(having(name, None))


@pytest.mark.parametrize("name", [*REQUIRED, "ce_actor", "traceparent"])
def test_a_header_that_is_not_utf8_is_named(name: str) -> None:
    with pytest.raises(EnvelopeError, match=f"{name} is not UTF-8"):
        Envelope.from_headers(having(name, b"caf\xe9"))


def test_headers_of_others_are_ignored_whatever_their_bytes() -> None:
    foreign: list[tuple[str, bytes | None]] = [
        ("baggage", b"\xff\xfe"),
        ("x-null", None),
        ("", b""),
    ]
    assert Envelope.from_headers([*foreign, *ENVELOPE.headers()]) == ENVELOPE


def test_attributes_that_this_version_does_not_know_are_ignored() -> None:
    assert Envelope.from_headers(having("ce_dataschema", b"urn:x")) == ENVELOPE


@pytest.mark.parametrize("absent", ["ce_causationid", "ce_sequence", "traceparent"])
def test_an_optional_attribute_may_be_absent(absent: str) -> None:
    assert absent not in dict(Envelope.from_headers(without(absent)).headers())


def test_an_event_of_a_foreign_producer_correlates_with_itself() -> None:
    envelope = Envelope.from_headers(without("ce_correlationid"))
    assert envelope.correlation_id == envelope.id


def test_an_event_without_an_actor_says_so() -> None:
    assert Envelope.from_headers(without("ce_actor")).actor == "rule:unknown"


def test_another_version_of_cloudevents_is_refused() -> None:
    with pytest.raises(EnvelopeError, match=r"not 1\.0"):
        Envelope.from_headers(having("ce_specversion", b"0.3"))


@pytest.mark.parametrize("time", [b"yesterday", b"2026-13-01T00:00:00Z", b"2026-11-23T18:04:05"])
def test_a_time_that_is_no_instant_is_refused(time: bytes) -> None:
    with pytest.raises(EnvelopeError, match="ce_time"):
        Envelope.from_headers(having("ce_time", time))


@pytest.mark.parametrize(
    "sequence", [b"0", b"-1", b"1.5", b"", b"one", "١".encode(), b"9" * 19, b" 1"]
)
def test_a_sequence_that_is_no_positive_number_is_refused(sequence: bytes) -> None:
    with pytest.raises(EnvelopeError, match="ce_sequence"):
        Envelope.from_headers(having("ce_sequence", sequence))


def test_times_are_written_in_utc_and_sort_as_their_texts() -> None:
    summer = timezone(timedelta(hours=2))
    early, late = (datetime(2026, 7, 1, hour, tzinfo=summer) for hour in (1, 13))
    assert format_instant(early) == "2026-06-30T23:00:00.000Z"
    assert format_instant(early) < format_instant(late)
