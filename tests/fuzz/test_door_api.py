"""The bridge's door under made-up calls, unsigned and rightly signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir_local.demo_hotel import ACCOUNT, PARTNER_ID, PROPERTY_ID
from comptoir_local.processes import Installation
from partners.paybox.keys import signature as paybox_signature
from pms_bridge.door.app import door
from tests.fuzz.described import EXAMPLES, LONGEST_S, MADE_UP, Api, Case, Way, body_of, connection
from tests.support.door import (
    CONNECTIONS,
    EVENTS,
    PLACE,
    STATEMENTS,
    WEBHOOK,
    event,
    order,
    signature,
    statement,
    webhook,
)
from tests.support.runtime import RecordingRuntime

pytestmark = pytest.mark.timeout(LONGEST_S)

INTAKE, REPORT = "placeDeliveryOrder", "reportUberDirectEvent"
TELL, BILL, PAID = "reportPartnerEvents", "sendStatement", "reportPayPalEvent"
KEPT, ANSWERED = "reportVaultEvent", "reportPayboxAnswer"
# Uber's webhooks are read leniently: what we do not need may be as it likes. A page's events stand
# each for itself: a list is taken with a bad one in it.
DOOR = Api(
    door(CONNECTIONS, RecordingRuntime()).openapi(), lenient={REPORT, TELL, PAID, KEPT, ANSWERED}
)
Signed = Callable[[bytes], Mapping[str, str]]

# How each route of the door is called rightly; whoever adds a route adds it here.
ROUTES = {
    (INTAKE, PLACE): order(),
    (REPORT, "/webhooks/uber-direct/{account}"): webhook(),
    (TELL, EVENTS): {"events": [event("status", status="accepted")]},
    (BILL, STATEMENTS): statement(),
    (PAID, "/webhooks/paypal/{property}"): {"id": "WH-1", "event_type": "ANY", "resource": {}},
    (KEPT, "/webhooks/card-vault/{property}"): {"id": "ev-1", "reference": "order.payment"},
}
# Signed within its body, not beside it: a table of its own.
FORMS = {(ANSWERED, "/webhooks/paybox/{property}")}
HUT = "refuge-nerez"


@pytest.fixture(scope="module")
def paypal() -> Iterator[httpx.Client]:
    """Asked for a signature before each of its webhooks: opening a client costs more than that."""
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def signed(
    installation: Installation, connections: dict[str, Any], paypal: httpx.Client
) -> Mapping[str, Signed]:
    """Per operation, what signs a body with the installation's own secrets."""
    secret = connections["ordering_pages"][PARTNER_ID]["secrets"][0]
    key = connections["uber_direct"][ACCOUNT]["signing_keys"][0]

    def as_page(body: bytes) -> Mapping[str, str]:
        given = signature(body, secret, time.time())
        return {"comptoir-partner": PARTNER_ID, "comptoir-signature": given}

    def as_uber(body: bytes) -> Mapping[str, str]:
        return {"x-uber-signature": hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}

    def as_paypal(body: bytes) -> Mapping[str, str]:
        """PayPal alone verifies what it has signed, so it has to sign it, too."""
        asked = {"webhook_id": connections["paypal"][HUT]["webhook_id"]}
        url = f"{installation.partners_url}/_control/paypal/sign"
        headers = paypal.post(url, params=asked, content=body).json()
        return {name: str(value) for name, value in headers.items() if name != "content-type"}

    def as_vault(body: bytes) -> Mapping[str, str]:
        secret = connections["card_vault"][HUT]["webhook_secret"]
        return {"comptoir-signature": signature(body, secret, time.time())}

    as_partner = {INTAKE: as_page, REPORT: as_uber, TELL: as_page, BILL: as_page}
    return {**as_partner, PAID: as_paypal, KEPT: as_vault}


def bridge(installation: Installation) -> httpx.Client:
    url = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    return httpx.Client(base_url=url, timeout=20, trust_env=False)


def test_every_route_of_the_door_is_named_in_the_table_of_this_test() -> None:
    found = {(id, operation.path) for id, operation in DOOR.operations.items()}
    assert found == set(ROUTES) | FORMS


@pytest.mark.promise("nobody in who should not be")
@pytest.mark.parametrize(("id", "path"), ROUTES)
def test_every_route_refuses_who_does_not_sign_or_signs_as_another(
    installation: Installation, signed: Mapping[str, Signed], id: str, path: str
) -> None:
    body = json.dumps(ROUTES[(id, path)]).encode()
    other = next(sign for sign in signed.values() if sign is not signed[id])
    wrong = [{}, other(body), {**signed[id](body), **signed[id](body + b" ")}]
    with bridge(installation) as client:
        for headers in wrong:
            url = path.replace("{account}", ACCOUNT).replace("{property}", HUT)
            answer = client.post(url, content=body, headers=dict(headers))
            assert answer.status_code == 401, headers
        answer = client.post(f"{WEBHOOK}-of-another-hotel", content=body, headers=signed[id](body))
        assert answer.status_code == 401


@pytest.mark.parametrize("id", DOOR.operations)
def test_every_unsigned_call_is_answered_as_described(installation: Installation, id: str) -> None:
    url = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    with connection() as session:
        way = Way(lambda case: case.call(url, session, timeout=20))
        DOOR.wander(id, way)


@pytest.mark.parametrize("id", [id for id, _ in ROUTES])
def test_every_signed_call_is_answered_as_described(
    installation: Installation, signed: Mapping[str, Signed], id: str
) -> None:
    with bridge(installation) as client:

        def send(case: Case) -> httpx.Response:
            body = body_of(case)
            case.headers.update(headers := signed[id](body))
            return client.post(case.formatted_path, content=body, headers=dict(headers))

        hut = {"property": HUT}
        fixed: dict[str, dict[str, Any]] = {REPORT: {"account": ACCOUNT}, PAID: hut, KEPT: hut}
        DOOR.try_out(id, Way(send, fixed.get(id, {})))


def test_every_signed_form_is_answered_as_described(installation: Installation) -> None:
    with bridge(installation) as client:

        def send(case: Case) -> httpx.Response:
            fields = case.body if isinstance(case.body, dict) else {}
            said = urlencode({name: str(value) for name, value in fields.items()})
            body = f"{said}&sign={quote(paybox_signature(said), safe='')}"
            return client.post(case.formatted_path, content=body)

        DOOR.try_out(ANSWERED, Way(send, {"property": HUT}))


line = st.text(
    st.characters(categories=("L", "M", "N", "P", "S", "Zs"), codec="utf-8"), min_size=1
).filter(lambda text: text.isprintable() and text.strip() != "")
amounts = st.integers(0, 10**9)


@st.composite
def orders(draw: st.DrawFn) -> dict[str, Any]:
    """Orders that add up, in any script, for the demo hotel."""
    net, tax = draw(amounts.map(lambda n: n // 2)), draw(amounts.map(lambda n: n // 2))
    unused = draw(st.integers(-(10**9), 10**9))
    return order(
        external_id=f"FUZZ-{draw(st.uuids())}",
        property_id=PROPERTY_ID,
        room=draw(line.map(lambda text: text[:20]).filter(str.strip)),
        guest={"surname": draw(line)[:100], "given_name": draw(line)[:100], "language": "it"},
        restaurant={"name": draw(line)[:200]},
        lines=[
            {"name": draw(line)[:200], "quantity": 1, "unit_amount": net + tax},
            {"name": "a", "quantity": 999, "unit_amount": unused},
            {"name": "its discount", "quantity": 999, "unit_amount": -unused},
        ],
        tax_lines=[{"name": draw(line)[:60], "rate": "10.00", "net": net, "tax": tax}],
        total=net + tax,
        validation_code=draw(st.none() | line.map(lambda text: text[:20]).filter(str.strip)),
    )


def test_an_order_in_any_script_is_taken(
    installation: Installation, signed: Mapping[str, Signed]
) -> None:
    with bridge(installation) as client:

        @settings(MADE_UP, max_examples=5 * EXAMPLES)
        @given(body=orders())
        def each(body: dict[str, Any]) -> None:
            raw = json.dumps(body, ensure_ascii=False).encode()
            answer = client.post(PLACE, content=raw, headers=signed[INTAKE](raw))
            assert answer.status_code == 202, answer.text

        each()


BEYOND = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 1e300, -1e18, True, "now", ""]


@pytest.mark.parametrize("moment", BEYOND)
def test_a_moment_that_no_clock_shows_is_refused_by_its_field(
    installation: Installation, signed: Mapping[str, Signed], moment: Any
) -> None:
    placed = json.dumps(order(placed_at=moment)).encode()
    reported = json.dumps({**webhook(), "created": moment}).encode()
    with bridge(installation) as client:
        answer = client.post(PLACE, content=placed, headers=signed[INTAKE](placed))
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "placed_at")
        answer = client.post(WEBHOOK, content=reported, headers=signed[REPORT](reported))
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "created")


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"a":' * 40_000, b'{"kind":"\xff"}', b'{"kind":"\\ud800"}', b"null", b""],
    ids=["deep", "deep objects", "not UTF-8", "half a character", "null", "nothing"],
)
def test_a_signed_body_that_cannot_be_read_is_a_problem_of_the_callers(
    installation: Installation, signed: Mapping[str, Signed], body: bytes
) -> None:
    with bridge(installation) as client:
        paths = ((PLACE, INTAKE), (WEBHOOK, REPORT), (EVENTS, TELL), (STATEMENTS, BILL))
        for path, id in paths:
            answer = client.post(path, content=body, headers=signed[id](body))
            assert answer.status_code == 422
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", PLACE, 405), ("PUT", WEBHOOK, 405), ("GET", "/docs", 404), ("POST", "/%00", 404)],
)
def test_what_the_door_does_not_do_is_a_problem_too(
    installation: Installation, method: str, path: str, status: int
) -> None:
    with bridge(installation) as client:
        answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
