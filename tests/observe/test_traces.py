"""One trace from a partner's request to what came of it, through all services (real processes)."""

from __future__ import annotations

import pytest

from partners.uber.journey import Status
from tests.support.bench import eventually
from tests.support.collector import Collector, Span
from tests.support.desk import Desk, Ordered

INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER = 1, 2, 3, 4, 5


def below(spans: list[Span], span: Span) -> list[str]:
    """The names of what is above a span, up to the root of its trace."""
    by_id = {each.id: each for each in spans}
    above, names = by_id.get(span.parent), []
    while above is not None:
        names.append(f"{above.service}: {above.name}")
        above = by_id.get(above.parent)
    return names


async def trace_with(collector: Collector, *wanted: tuple[str, str]) -> list[Span]:
    """The spans of one trace that has spans of all these services and names."""

    async def found() -> list[Span]:
        service, name = wanted[0]
        for first in collector.named(service, name):
            spans = collector.of(first.trace)
            told = [(each.service, each.name) for each in spans]
            if all(any(s == w[0] and n.startswith(w[1]) for s, n in told) for w in wanted):
                return spans
        return []

    spans: list[Span] = await eventually(found, f"one trace has {wanted}")
    return spans


def of(spans: list[Span], service: str, name: str) -> Span:
    return next(one for one in spans if one.service == service and one.name.startswith(name))


@pytest.fixture(scope="module")
async def delivered(desk: Desk) -> Ordered:
    ordered = await desk.place()
    await desk.shown(ordered, stage="placed")
    await desk.move(ordered, Status.DELIVERED)
    await desk.shown(ordered, status="delivered", folio="settled")
    await desk.mailed(ordered)
    return ordered


@pytest.mark.promise("one trace from the webhook to the folio")
async def test_a_webhook_is_followed_to_the_posting_on_the_folio(
    collector: Collector, delivered: Ordered
) -> None:
    spans = await trace_with(
        collector,
        ("pms-bridge", "effect bridge.post-charge"),
        ("pms-bridge", "POST /webhooks/uber-direct/{account}"),
        ("orders", "process bridge.delivery.events.v1"),
        ("pms-bridge", "POST"),
        ("gateway", "process "),
    )
    effect = of(spans, "pms-bridge", "effect bridge.post-charge")
    path = below(spans, effect)
    assert path[0].startswith("pms-bridge: process orders.billing.state.v1")
    assert path[1].startswith("orders: send orders.billing.state.v1")
    assert path[2].startswith("orders: process bridge.delivery.events.v1")
    assert path[3].startswith("pms-bridge: send bridge.delivery.events.v1")
    assert path[4:] == ["pms-bridge: POST /webhooks/uber-direct/{account}"]
    requests = [one for one in spans if one.parent == effect.id and one.kind == CLIENT]
    assert {one.attributes["http.request.method"] for one in requests} >= {"GET", "POST"}
    assert all(one.attributes["server.address"] == "127.0.0.1" for one in requests)
    # What it reports goes on below the effect, not beside it.
    report = next(one for one in spans if one.parent == effect.id and one.kind == PRODUCER)
    handled = next(one for one in spans if one.parent == report.id)
    assert (handled.service, handled.kind) == ("pms-bridge", CONSUMER)


async def test_an_intake_is_followed_to_the_mail(collector: Collector, delivered: Ordered) -> None:
    spans = await trace_with(
        collector,
        ("notifier", "SMTP"),
        ("pms-bridge", "POST /partners/v1/delivery-orders"),
        ("orders", "process orders.delivery.commands.v1"),
    )
    mail = of(spans, "notifier", "SMTP")
    path = below(spans, mail)
    assert path[0].startswith("notifier: effect notifier.send-mail")
    assert path[-1] == "pms-bridge: POST /partners/v1/delivery-orders"
    assert any(step.startswith("orders: process orders.delivery.commands.v1") for step in path)


async def test_every_span_but_the_first_has_its_parent_in_the_trace(
    collector: Collector, delivered: Ordered
) -> None:
    spans = await trace_with(
        collector, ("pms-bridge", "POST /partners/v1/delivery-orders"), ("notifier", "SMTP")
    )
    ids = {one.id for one in spans}
    roots = [one for one in spans if one.parent not in ids]
    assert [one.name for one in roots] == ["POST /partners/v1/delivery-orders"]
    assert {one.service for one in spans} == {"pms-bridge", "orders", "notifier", "gateway"}


async def test_a_batch_is_linked_with_each_of_its_messages(
    collector: Collector, delivered: Ordered
) -> None:
    async def linked() -> bool:
        batches = collector.named("orders", "batch")
        parts = collector.named("orders", "transaction")
        handled = {one.id: one for one in collector.named("orders", "process ")}
        return any(
            set(batch.links) <= handled.keys()
            and batch.id in handled[batch.links[0]].links
            and any(part.parent == batch.id for part in parts)
            for batch in batches
            if batch.links
        )

    await eventually(linked, "a batch and its messages name each other")


async def test_what_processes_tell_of_themselves_is_in_no_trace(
    collector: Collector, delivered: Ordered
) -> None:
    assert collector.spans
    assert not [span for span in collector.spans if "gateway.process" in span.name]


async def test_no_span_says_whom_it_is_about(
    collector: Collector, desk: Desk, delivered: Ordered
) -> None:
    """Neither a path, which may be a guest's link, nor a query, a body, a name or an address."""
    await desk.api.get("/guest/v1/orders/no-such-link?surname=Duval")
    await eventually(lambda: _seen(collector), "the gateway's request is told")
    told = "\n".join(f"{one.name} {one.attributes}" for one in collector.spans)
    body = delivered.body
    for secret in (body["guest"]["surname"], body["guest"]["phone"], "Duval", "no-such-link", "@"):
        assert secret not in told
    names = {name for one in collector.spans for name in one.attributes}
    assert not names & {"url.full", "url.path", "url.query", "http.target", "http.url"}


async def _seen(collector: Collector) -> bool:
    return bool(collector.named("gateway", "GET"))
