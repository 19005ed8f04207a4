"""What is wrong with an API is found, whoever meets it: faults planted in one that is made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from schemathesis.core.failures import FailureGroup

from tests.fuzz.described import EXAMPLES, Api, Case, Way

MOST_PLACES, LONGEST_NAME = 9, 20
PROBLEM = {"application/problem+json": {"schema": {"type": "object", "required": ["title"]}}}
BOOKED = {
    "type": "object",
    "required": ["booked"],
    "properties": {"booked": {"type": "integer"}},
}
BOOKING = {
    "type": "object",
    "required": ["places"],
    "additionalProperties": False,
    "properties": {
        "places": {"type": "integer", "minimum": 1, "maximum": MOST_PLACES},
        "name": {"type": "string", "maxLength": LONGEST_NAME},
    },
}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "A hut that is made up", "version": "1"},
    "paths": {
        "/{property}/stays": {
            "post": {
                "operationId": "book",
                "parameters": [
                    {
                        "name": "property",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "minLength": 1},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": BOOKING}},
                },
                "responses": {
                    "200": {
                        "description": "Booked",
                        "content": {"application/json": {"schema": BOOKED}},
                    },
                    **{code: {"description": "No", "content": PROBLEM} for code in ("401", "422")},
                },
            }
        }
    },
}
Answer = tuple[int, Any]
Fault = Callable[[str, Any, Answer], Answer]


def fits(body: Any) -> bool:
    if not isinstance(body, dict) or not {"places"} <= body.keys() <= {"places", "name"}:
        return False
    places, name = body["places"], body.get("name", "")
    # 2.0 is an integer, too, as JSON Schema has it.
    number = isinstance(places, int | float) and not isinstance(places, bool)
    right = number and places == places // 1 and 1 <= places <= MOST_PLACES
    return right and isinstance(name, str) and len(name) <= LONGEST_NAME


def right(caller: str, body: Any) -> Answer:
    if caller == "nobody":
        return 401, {"title": "Who are you?"}
    return (200, {"booked": int(body["places"])}) if fits(body) else (422, {"title": "No"})


class Hut:
    """Answers in memory, rightly but for its fault; and counts who sent what of which kind."""

    def __init__(self, fault: Fault | None = None) -> None:
        self._fault = fault
        self.sent: Counter[tuple[str, str]] = Counter()

    def way(self, caller: str) -> Way:
        def send(case: Case) -> httpx.Response:
            assert case.meta is not None
            self.sent[caller, case.meta.phase.name.value] += 1
            status, said = right(caller, case.body)
            if self._fault is not None:
                status, said = self._fault(caller, case.body, (status, said))
            kind = "application/json" if status == 200 else "application/problem+json"
            answer = httpx.Response(
                status,
                json=said,
                headers={"content-type": kind},
                request=httpx.Request("POST", f"http://hut{case.formatted_path}"),
            )
            answer.elapsed = timedelta()
            return answer

        return Way(send, {"property": "hut"})

    def try_out(self) -> None:
        ways = (self.way(caller) for caller in ("nobody", "warden", "reception"))
        Api(DESCRIPTION).try_out("book", *ways, strays=EXAMPLES // 2)


def has(body: Any, name: str, value: Any) -> bool:
    return isinstance(body, dict) and body.get(name) == value


FAULTS: Mapping[str, Fault] = {
    "fails at the largest number": lambda caller, body, answer: (
        (500, {"title": "Oh"}) if has(body, "places", MOST_PLACES) and fits(body) else answer
    ),
    "takes one more than it says": lambda caller, body, answer: (
        (200, {"booked": 1}) if has(body, "places", MOST_PLACES + 1) else answer
    ),
    "takes what is no booking at all": lambda caller, body, answer: (
        answer if caller == "nobody" or isinstance(body, dict) else (200, {"booked": 1})
    ),
    "says something else than described": lambda caller, body, answer: (
        (200, {"booked": "some"}) if answer[0] == 200 else answer
    ),
    "fails for the second of two who may": lambda caller, body, answer: (
        (500, {"title": "Oh"}) if caller == "reception" and answer[0] == 200 else answer
    ),
    "refuses strangers by a status of its own": lambda caller, body, answer: (
        (418, {"title": "Oh"}) if caller == "nobody" else answer
    ),
    "reads what strangers send": lambda caller, body, answer: (
        (500, {"title": "Oh"}) if caller == "nobody" and not isinstance(body, dict) else answer
    ),
}


def test_nothing_is_found_where_nothing_is_wrong_and_everybody_has_sent_something() -> None:
    hut = Hut()
    hut.try_out()
    for caller in ("nobody", "warden", "reception"):
        assert hut.sent[caller, "coverage"] >= 3
        assert hut.sent[caller, "fuzzing"] >= 3  # what fits, what strays and what does not fit
    assert hut.sent["warden", "coverage"] > 2 * hut.sent["reception", "coverage"]


@pytest.mark.parametrize("what", FAULTS)
def test_a_planted_fault_is_found(what: str) -> None:
    with pytest.raises(FailureGroup):
        Hut(FAULTS[what]).try_out()
