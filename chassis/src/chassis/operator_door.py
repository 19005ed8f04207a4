"""A door for operators, on an address of its own: what was set aside, and orders about it.

Opened by the installation's operator secret alone; without one, or without an address, there is no
door. It is not on the port that partners and the public reach, whatever stands before that. Who
comes in says for whom in `Comptoir-Actor`, percent-encoded, and is believed.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, SecretStr, ValidationError
from pymongo.errors import PyMongoError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis import history
from chassis.correcting import Unfit
from chassis.logs import logger
from chassis.operate import ClosedOtherwise, NotThere, Operator
from chassis.service import Unavailable
from chassis.set_aside import Ordered, RecordOrder, ReleaseOrder, ReplayOrder
from chassis.shelf import TopicGone
from contracts.topics import PARTITIONS

log = logger(__name__)

PREFIX = "/operate"
ACTOR = "comptoir-actor"
MOST = 200
USUAL = 100
_ACTOR = re.compile(r"(person|key):[^\x00-\x1f\x7f-\x9f]{1,100}")

Operators = Callable[[str], Operator]
Work = Callable[[Operator, Request], Awaitable[BaseModel]]
B = TypeVar("B", bound=BaseModel)


class Refused(Exception):
    """The request is not one; says by which field and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.errors = ((field, reason),)


async def _parked(operator: Operator, request: Request) -> BaseModel:
    return await operator.parked(_limit(request))


async def _dead(operator: Operator, request: Request) -> BaseModel:
    oldest_first = request.query_params.get("order") == "oldest"
    return await operator.dead(_limit(request), oldest_first=oldest_first)


async def _parked_record(operator: Operator, request: Request) -> BaseModel:
    return await operator.parked_record(_id(request))


async def _dead_letter(operator: Operator, request: Request) -> BaseModel:
    return await operator.dead_letter(_id(request))


async def _history(operator: Operator, request: Request) -> BaseModel:
    """Pages of what this service said, for who folds it again."""
    partition = _number(request, "partition", None, 0, PARTITIONS - 1)
    after = _number(request, "after", 0, 0, 2**63 - 1)
    limit = _number(request, "limit", history.MOST, 1, history.MOST)
    named = request.query_params.get("topics")
    request.state.about = f"{partition}/{after}"
    return await operator.history(
        partition, after, limit, frozenset(named.split(",")) if named else None
    )


async def _release(operator: Operator, request: Request) -> BaseModel:
    order = await _order(request, ReleaseOrder)
    await operator.release(order.key, accept_gap=order.accept_gap)
    return Ordered()


async def _skip(operator: Operator, request: Request) -> BaseModel:
    await operator.skip((await _order(request, RecordOrder)).id)
    return Ordered()


async def _replay(operator: Operator, request: Request) -> BaseModel:
    return await operator.replay(await _order(request, ReplayOrder))


async def _discard(operator: Operator, request: Request) -> BaseModel:
    return await operator.discard((await _order(request, RecordOrder)).id)


READS: Mapping[str, Work] = {
    "/parked": _parked,
    "/dead": _dead,
    "/parked/record": _parked_record,
    "/dead/record": _dead_letter,
    "/history": _history,
}
ORDERS: Mapping[str, Work] = {
    "/parked/release": _release,
    "/parked/skip": _skip,
    "/dead/replay": _replay,
    "/dead/discard": _discard,
}


def operator_door(secret: SecretStr, operators: Operators) -> Starlette:
    """The door of one process. `operators` makes an operator of the service for an actor."""
    expected = b"Bearer " + secret.get_secret_value().encode()

    def served(work: Work) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            given = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(given, expected):
                return _problem(401, "not-an-operator", "the secret is another")
            actor = unquote(request.headers.get(ACTOR, ""))
            if not _ACTOR.fullmatch(actor):
                return _problem(422, "invalid", errors=((ACTOR, "names no person and no key"),))
            return await _answered(work, operators(actor), actor, request)

        return serve

    return Starlette(
        routes=[
            *(Route(PREFIX + path, served(work), methods=["GET"]) for path, work in READS.items()),
            *(
                Route(PREFIX + path, served(work), methods=["POST"])
                for path, work in ORDERS.items()
            ),
        ]
    )


async def _answered(work: Work, operator: Operator, actor: str, request: Request) -> Response:
    try:
        answer = await work(operator, request)
    except NotThere as error:
        return _problem(404, "not-found", str(error))
    except ClosedOtherwise as error:
        return _problem(409, "closed", str(error))
    except TopicGone as error:
        return _problem(409, "topic-gone", str(error))
    except (Unfit, Refused) as error:
        return _problem(422, "invalid", errors=error.errors)
    except (Unavailable, PyMongoError) as error:
        log.warning("an operator's order waits for the engines", why=type(error).__name__)
        return _problem(503, "unavailable", "its engines do not answer")
    # Records may hold what guests told: who looked, and at what, is on record as well.
    about = getattr(request.state, "about", None)
    log.info("operator", actor=actor, did=request.url.path, about=about)
    return Response(answer.model_dump_json(exclude_none=True), media_type="application/json")


def _problem(
    status: int, name: str, detail: str = "", errors: tuple[tuple[str, str], ...] = ()
) -> Response:
    named = [{"field": field, "reason": reason} for field, reason in errors]
    return JSONResponse({"name": name, "detail": detail, "errors": named}, status)


def _limit(request: Request) -> int:
    return _number(request, "limit", USUAL, 1, MOST)


def _number(request: Request, name: str, usual: int | None, least: int, most: int) -> int:
    text = request.query_params.get(name, "" if usual is None else str(usual))
    # One digit more than the largest: a longer text is not read as a number at all.
    fits = text.isascii() and text.isdigit() and len(text) < 20
    if not fits or not least <= int(text) <= most:
        raise Refused(f"query.{name}", f"is a number from {least} to {most}")
    return int(text)


def _id(request: Request) -> str:
    id = request.state.about = request.query_params.get("id", "")
    return id


async def _order(request: Request, model: type[B]) -> B:
    try:
        order = model.model_validate_json(await request.body())
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(step) for step in fault["loc"]) or "body"
        raise Refused(field, fault["msg"]) from None
    request.state.about = getattr(order, "id", None) or getattr(order, "key", None)
    return order
