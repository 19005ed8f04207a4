"""An API as its OpenAPI description promises it, and calls made up from that description."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
]
STRICT = (negative_data_rejection,)
# What a document's upload is tried out with: one that is whole, and what only begins like it.
schemathesis.openapi.media_type(
    "application/pdf", st.sampled_from([b"%PDF-1.4\nstartxref\n9\n%%EOF\n", b"%PDF-1.4", b""])
)
# How many cases of each kind are made up for an operation, beside all boundaries: the same few in
# every run, or as many others as asked for (`make fuzz`). No file remembers anything.
ASKED_FOR = os.environ.get("FUZZ_EXAMPLES") or None
EXAMPLES = int(ASKED_FOR or 4)
# Of any one test; a busy machine may take its time to bring the installation up.
LONGEST_S = 300 if ASKED_FOR is None else 3600
MADE_UP = settings(
    derandomize=ASKED_FOR is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

Case = schemathesis.Case[Any]
Send = Callable[[Case], Any]
# Who is turned away learns nothing of what was sent, so it is not all that they send: every so
# many-th case of each kind, from the first.
TURNED_AWAY = {401, 403}
EVERYBODY_SENDS = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A way to send a case: as somebody, with `fixed` path parameters in place of made-up ones."""

    send: Send
    fixed: Mapping[str, Any] = field(default_factory=dict)


class Api:
    """A description's operations by their id. The `lenient` ones take more than they describe."""

    def __init__(self, description: dict[str, Any], lenient: Collection[str] = ()) -> None:
        self._lenient = lenient
        self._schema = schemathesis.openapi.from_dict(description)
        # Who calls is the test's own business.
        self._schema.config.generation.with_security_parameters = False
        # A body that is too long by its schema may be too large for any; and nobody tries for ever.
        rejection = self._schema.config.checks.negative_data_rejection
        rejection.expected_statuses = [*rejection.expected_statuses, "413", "429"]
        self.operations: dict[str, Any] = {}
        for found in self._schema.get_all_operations():
            if isinstance(found, Err):
                raise found.err()
            operation = found.ok()
            self.operations[operation.definition.raw["operationId"]] = operation

    def try_out(self, id: str, *ways: Way, strays: int = 0) -> None:
        """Send an operation's cases: every boundary of its parameters, `EXAMPLES` that fit the
        description and as many that do not; and `strays` that fit it, with any path parameters.
        Each is sent in the first of the ways in which somebody is let in; the first of each kind,
        and one in `EVERYBODY_SENDS`, in all ways, as making one up takes longer than having it
        answered. Raises a failure of schemathesis' that says how to repeat the call that is not
        answered as described."""
        fixed = ways[0].fixed
        self._send_all(id, self._boundaries(id), ways)
        self._send_all(id, self._made_up(id, GenerationMode.POSITIVE, EXAMPLES, fixed), ways)
        if strays:
            astray = self._made_up(id, GenerationMode.POSITIVE, strays, {})
            self._send_all(id, astray, [Way(way.send) for way in ways])
        operation = self.operations[id]
        # Any text is a path: what takes nothing else cannot be called wrongly.
        if operation.query or operation.headers or operation.body:
            self._send_all(id, self._made_up(id, GenerationMode.NEGATIVE, EXAMPLES, fixed), ways)

    def wander(self, id: str, way: Way) -> None:
        """Send cases that fit the description, with any path parameters."""
        self._send_all(id, self._made_up(id, GenerationMode.POSITIVE, EXAMPLES, {}), [way])

    def _boundaries(self, id: str) -> Iterator[Case]:
        operation = self.operations[id]
        cases = self._schema.iter_coverage_cases(
            operation,
            generation_modes=list(GenerationMode),
            generation_config=self._schema.config.generation,
        )
        # What is no operation at all is the business of other tests.
        return (case for case in cases if case.method.upper() == operation.method.upper())

    def _made_up(
        self, id: str, mode: GenerationMode, count: int, fixed: Mapping[str, Any]
    ) -> list[Case]:
        """Drawn before any is sent: what answers has no say in what comes next."""
        cases = self.operations[id].as_strategy(
            generation_mode=mode, path_parameters=dict(fixed) or None
        )
        drawn: list[Case] = []

        @settings(MADE_UP, max_examples=count)
        @given(case=cases)
        def each(case: Case) -> None:
            drawn.append(case)

        each()
        return drawn

    def _send_all(self, id: str, cases: Iterable[Case], ways: Sequence[Way]) -> None:
        checks = [check for check in CHECKS if id not in self._lenient or check not in STRICT]
        let_in, welcome = ways[0], None
        for n, case in enumerate(cases):
            everybody = n % EVERYBODY_SENDS == 0
            answers: list[tuple[Way, Any]] = []
            for way in ways if everybody else [let_in]:
                case.path_parameters.update(way.fixed)
                answers.append((way, way.send(case)))
                case.validate_response(answers[-1][1], checks=checks)
            if everybody:
                # Whoever was answered well once is let in; what nobody can read shows nothing.
                welcome = next((way for way, said in answers if said.status_code < 300), welcome)
                heard = (way for way, said in answers if said.status_code not in TURNED_AWAY)
                let_in = welcome or next(heard, ways[0])


def connection() -> requests.Session:
    """What cases are called by: it stays open from one call to the next, and keeps no cookies."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def body_of(case: Case) -> bytes:
    """A case's body as it is sent."""
    if isinstance(case.body, bytes):
        return case.body
    if isinstance(case.body, dict | list | str | int | float) or case.body is None:
        return json.dumps(case.body).encode()
    return b""
