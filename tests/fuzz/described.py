"""An API as its OpenAPI description promises it, and calls made up from that description."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
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
# The same cases every time, made up anew at each run: no file remembers anything.
REPEATABLE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

Case = schemathesis.Case[Any]
Send = Callable[[Case], Any]


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

    def try_out(self, id: str, *sends: Send, examples: int, **fixed: Any) -> None:
        """Send an operation's cases: every boundary of its parameters, then `examples` that fit the
        description and as many that do not, with path parameters as `fixed`; each in all ways to
        send it, as making one up takes longer than having it answered. Raises a failure of
        schemathesis' that says how to repeat the call that is not answered as described."""
        for case in self._boundaries(id):
            case.path_parameters.update(fixed)
            self._call(id, case, sends)
        self._generated(id, GenerationMode.POSITIVE, sends, examples, fixed)
        operation = self.operations[id]
        # Any text is a path: what takes nothing else cannot be called wrongly.
        if operation.query or operation.headers or operation.body:
            self._generated(id, GenerationMode.NEGATIVE, sends, examples, fixed)

    def wander(self, id: str, *sends: Send, examples: int) -> None:
        """Send cases that fit the description, with any path parameters."""
        self._generated(id, GenerationMode.POSITIVE, sends, examples, {})

    def _boundaries(self, id: str) -> Iterator[Case]:
        operation = self.operations[id]
        cases = self._schema.iter_coverage_cases(
            operation,
            generation_modes=list(GenerationMode),
            generation_config=self._schema.config.generation,
        )
        # What is no operation at all is the business of other tests.
        return (case for case in cases if case.method.upper() == operation.method.upper())

    def _generated(
        self,
        id: str,
        mode: GenerationMode,
        sends: Sequence[Send],
        examples: int,
        fixed: dict[str, Any],
    ) -> None:
        cases = self.operations[id].as_strategy(
            generation_mode=mode, path_parameters=dict(fixed) or None
        )

        @settings(REPEATABLE, max_examples=examples)
        @given(case=cases)
        def each(case: Case) -> None:
            self._call(id, case, sends)

        each()

    def _call(self, id: str, case: Case, sends: Sequence[Send]) -> None:
        checks = [check for check in CHECKS if id not in self._lenient or check not in STRICT]
        for send in sends:
            case.validate_response(send(case), checks=checks)


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
