"""The one way in which a route changes something: under an Idempotency-Key, and either asked of the
service that owns it or carried out here, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from contracts.message import Message
from gateway.access.caller import Caller
from gateway.api.problems import Problem, declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.requests.ledger import Claim, KeyReused
from gateway.requests.model import RequestOutcome
from gateway.requests.waiting import Faulted

A = TypeVar("A", bound=BaseModel)

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same again makes a retry of it; with another body it is refused",
        examples=["7d5a2c1e"],
    ),
]


class Accepted(Answer):
    """The request was passed on; how it ended is not known yet. The same request under the same
    Idempotency-Key asks again; `Location` is where what it makes will be."""

    request_id: Annotated[str, Field(examples=["5f1c9c0e-8a5e-8d4f-9c3f-0a6f1f0c8b11"])]


PASSED_ON: dict[int | str, dict[str, Any]] = {
    202: {"model": Accepted, "description": "Passed on; not known yet how it ended"}
}
WRITES = declared(400, 401, 403, 404, 409, 413, 422, 500, 503)
ASKS = {**PASSED_ON, **WRITES}


class Writing:
    """One request that changes something, as it came."""

    def __init__(self, request: Request, response: Response, key: str, workings: Workings) -> None:
        self._request = request
        self._response = response
        self._key = key
        self._workings = workings

    async def claim(
        self,
        caller: Caller,
        property_id: str,
        body: BaseModel | bytes = b"",
        *,
        creates: bool = False,
    ) -> Claim:
        """Note the request under its key. Raises the 409 problem of a key used otherwise."""
        sent = body if isinstance(body, bytes) else body.model_dump_json().encode()
        route = f"{self._request.method} {self._request.url.path}"
        asking = self._workings.asking
        try:
            return await asking.claim(
                self._key, caller.actor, property_id, route, sent, creates=creates
            )
        except KeyReused as error:
            reason = "was used before with another body"
            raise Problem(409, "key-reused", errors=[("header.Idempotency-Key", reason)]) from error

    async def ask(self, message: Message, request_id: str, caller: Caller) -> RequestOutcome | None:
        """How the owner answered; None where it did not in time. Raises the 409 problem of a
        refusal, which names the field and the reason."""
        try:
            outcome = await self._workings.asking.ask(message, request_id, caller.actor)
        except Faulted as error:
            raise Problem(500, "fault", "nothing was changed") from error
        if outcome is not None and outcome.refusal is not None:
            refusal = outcome.refusal
            why = [(refusal.field, refusal.reason)]
            raise Problem(409, "refused", refusal.detail, errors=why, more=refusal.more)
        return outcome

    async def asked(
        self, message: Message, claim: Claim, caller: Caller, answer: type[A], location: str
    ) -> A | Accepted:
        """The owner's answer as `answer`, or 202 with the location of what comes of it."""
        outcome = await self.ask(message, claim.command_id, caller)
        if outcome is None:
            return self.passed_on(claim, location)
        return answer.model_validate(outcome.result, strict=False)

    def passed_on(self, claim: Claim, location: str) -> Accepted:
        """202: the answer has not come in time."""
        self._response.status_code = 202
        self._response.headers["Location"] = location
        return Accepted(request_id=claim.command_id)

    async def once(
        self, claim: Claim, carry_out: Callable[[], Awaitable[Mapping[str, Any]]]
    ) -> Mapping[str, Any]:
        """Carry out what the gateway itself owns, or find what came of it the first time."""
        if claim.result is not None:
            return claim.result
        result = await carry_out()
        await self._workings.asking.ledger.done(claim, result)
        return result


async def _writing(
    request: Request, response: Response, idempotency_key: IdempotencyKey, workings: Use
) -> Writing:
    return Writing(request, response, idempotency_key, workings)


Write = Annotated[Writing, Depends(_writing)]
