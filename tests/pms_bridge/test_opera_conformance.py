"""Every request that we send is one that Oracle's published specification describes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from jsonschema import Draft4Validator

from contracts.deliveries import Guest
from partners.client import PartnersClient
from pms_bridge.opera.charges import charges_body, charges_of
from pms_bridge.opera.journal import amount_of
from pms_bridge.opera.trial import ConnectionTrial
from pms_bridge.properties.trials import TryConnection
from tests.partners.ohip_specification import errors, specification
from tests.support.deliveries import PROPERTY
from tests.support.folios import euros
from tests.support.opera import OurSide, Tries, charge, connection

OPERATIONS = (
    ("oauth", "POST", "/oauth/v1/tokens", "/tokens"),
    ("rsv.subset", "GET", "/rsv/v1/hotels/[^/]+/reservations", "/hotels/{hotelId}/reservations"),
    (
        "csh.subset",
        "GET",
        "/csh/v1/hotels/[^/]+/financialPostings",
        "/hotels/{hotelId}/financialPostings",
    ),
    (
        "csh.subset",
        "POST",
        "/csh/v1/hotels/[^/]+/reservations/[^/]+/charges",
        "/hotels/{hotelId}/reservations/{reservationId}/charges",
    ),
    (
        "csh.subset",
        "GET",
        "/csh/v1/hotels/[^/]+/transactionCodes",
        "/hotels/{hotelId}/transactionCodes",
    ),
)
# Of HTTP itself, or of the form; not parameters of an operation.
OUTSIDE = {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}


def parameters(name: str, path: str, method: str) -> dict[str, dict[str, Any]]:
    """The operation's parameters outside its body, by kind and name."""
    document = specification(name)
    listed = document["paths"][path][method.lower()]["parameters"]
    found = {}
    for parameter in listed:
        if "$ref" in parameter:
            parameter = document["parameters"][parameter["$ref"].split("/")[-1]]
        found[f"{parameter['in']}:{parameter['name'].lower()}"] = parameter
    return found


def wrong_parameters(request: httpx.Request, known: dict[str, dict[str, Any]]) -> list[str]:
    """Parameters that the operation does not have, lacks, or that do not fit."""
    form = "x-www-form-urlencoded" in request.headers.get("content-type", "")
    given = [(f"query:{name.lower()}", value) for name, value in request.url.params.multi_items()]
    given += [
        (f"header:{name}", value)
        for name, value in request.headers.items()
        if name not in OUTSIDE | {"user-agent"}
    ]
    given += [
        (f"formdata:{name}", value) for name, value in parse_qsl(request.content.decode())
    ] * form
    known = {key.replace("formData", "formdata"): value for key, value in known.items()}
    if form:
        known["header:authorization"] = {}  # basic, by the operation's security requirement
    wrong = [f"{key} is unknown" for key, _ in given if key not in known]
    wrong += [problem for key, value in given if key in known for problem in fit(key, value, known)]
    names = {key for key, _ in given}
    lacking = [
        key
        for key, parameter in known.items()
        if parameter.get("required") and not key.startswith(("path:", "body:")) and key not in names
    ]
    return wrong + [f"{key} is missing" for key in lacking]


def fit(key: str, text: str, known: dict[str, dict[str, Any]]) -> list[str]:
    schema = dict(known[key])
    schema = schema.get("items", schema) if schema.get("type") == "array" else schema
    value: Any = int(text) if schema.get("type") == "integer" and text.isdecimal() else text
    kept = ("type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "format")
    validator = Draft4Validator({name: schema[name] for name in kept if name in schema})
    return [f"{key}: {error.message}" for error in validator.iter_errors(value)]


def check(request: httpx.Request) -> str:
    """Fails on a request that the specification does not describe; its operation's path."""
    for name, method, pattern, path in OPERATIONS:
        if request.method == method and re.fullmatch(pattern, request.url.path):
            assert wrong_parameters(request, parameters(name, path, method)) == []
            if path.endswith("/charges"):
                assert errors(name, "billingCharges", json.loads(request.content)) == []
            return path
    raise AssertionError(f"{request.method} {request.url.path} is no published operation")


async def test_every_request_that_leaves_is_a_published_one(
    opera: OurSide, pms: PartnersClient
) -> None:
    """A posting, its look-up, its reversal; the search for a guest who is nowhere; a test of the
    connection; a day's reading."""
    specification("csh.subset")
    work, tries = charge(description="Ô" * 200), Tries()
    await opera.carrier.carry(work, tries.next())
    await opera.restarted().carry(work, tries.next())
    await opera.carrier.carry(charge(euros(-2200), reservation_id="934171"), Tries("r").next())
    await opera.carrier.carry(charge(guest=Guest(surname="Nobody")), Tries("n").next())
    now = datetime.now(UTC)
    trial = TryConnection(property_id=PROPERTY, request_id="request-1")
    await ConnectionTrial({PROPERTY: opera.hotel}).carry(trial, Tries("t").next())
    lines = await opera.hotel.journal.lines(work.posting_id, now, now)
    assert amount_of(lines, "EUR") == 2500
    assert {check(request) for request in opera.sent} == {path for *_, path in OPERATIONS}


def test_the_longest_reference_and_remark_still_fit_the_specification() -> None:
    hotel = connection("http://127.0.0.1:1")
    body = charges_body(
        hotel,
        "9" * 80,
        charges_of(euros(10**12), hotel),
        posting_reference="f" * 36,
        check_number="9K3TZ7",
        remark="é" * 200,
    )
    assert errors("csh.subset", "billingCharges", body) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [({"transactionCode": 2010}, "is not of type"), ({"postingRef": "p"}, "postingRef")],
)
def test_the_check_itself_fails_on_a_body_that_does_not_conform(
    change: dict[str, Any], said: str
) -> None:
    hotel = connection("http://127.0.0.1:1")
    charges = charges_of(euros(2200), hotel)
    body = charges_body(hotel, "1", charges, posting_reference="p", check_number="c", remark="r")
    body["criteria"]["charges"][0].update(change)
    assert said in str(errors("csh.subset", "billingCharges", body))


def test_the_check_itself_fails_on_parameters_that_do_not_conform() -> None:
    known = parameters("rsv.subset", "/hotels/{hotelId}/reservations", "GET")
    request = httpx.Request("GET", "http://pms/x?searchType=Inhouse&room=203")
    wrong = " ".join(wrong_parameters(request, known))
    assert "query:room is unknown" in wrong
    assert "query:searchtype: 'Inhouse' is not one of" in wrong
    assert "header:x-hotelid is missing" in wrong
