"""Who may do what at which property: the one place where tenancy is decided.

What admits is put together by calls: as dependencies of dependencies the same steps took FastAPI
some 0.3 ms more, of every request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from fastapi import Depends, Path, Request

from contracts.topics import SERVICES
from gateway.access.caller import Caller
from gateway.access.roles import Permission
from gateway.api.guard import session_token
from gateway.api.problems import Problem, missing
from gateway.api.workings import Workings, workings_of
from gateway.board.model import ORDERS, OrderView
from gateway.properties.model import PROPERTIES, PropertyView

PropertyPath = Annotated[
    str, Path(alias="property", description="The property's id", examples=["hotel-lumiere"])
]


class _Credential(NamedTuple):
    is_key: bool
    text: str


def _credential(request: Request) -> _Credential | None:
    """A key, else a session's token; a header of another scheme is neither."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return _Credential(True, key) if scheme.lower() == "bearer" else None
    token = session_token(request.headers)
    return None if token is None else _Credential(False, token)


async def identify(request: Request, workings: Workings) -> Caller | None:
    """Who calls, by key or by session; None for nobody."""
    shown = _credential(request)
    if shown is None:
        return None
    look = workings.door.by_key if shown.is_key else workings.door.by_session
    return await look(shown.text)


def expected(request: Request, workings: Workings) -> Caller | None:
    """Who probably calls, as `Door.expected` has it."""
    shown = _credential(request)
    return None if shown is None else workings.door.expected(shown.text)


async def signed_in(request: Request) -> Caller:
    found = await identify(request, workings_of(request))
    if found is None:
        raise Problem(401, "not-signed-in", headers={"WWW-Authenticate": "Bearer"})
    return found


SignedIn = Annotated[Caller, Depends(signed_in)]


async def _person(request: Request) -> Caller:
    """What belongs to a person no key may touch."""
    caller = await signed_in(request)
    if not caller.is_person:
        raise Problem(403, "not-a-person", "only a signed-in person has this")
    return caller


SignedInPerson = Annotated[Caller, Depends(_person)]


@dataclass(frozen=True, slots=True)
class Admitted:
    """A caller at a property where they may do what the route does."""

    caller: Caller
    place: PropertyView

    @property
    def property_id(self) -> str:
        return self.place.property_id


async def admit_to_property(request: Request, property_id: str, permission: Permission) -> Admitted:
    """Whoever may do this at the property; to all others there is no such property."""
    caller = await signed_in(request)
    if not caller.may(permission, property_id):
        if caller.role_at(property_id) is None:
            raise missing()
        raise Problem(403, "not-allowed", "your role here does not include this")
    view = await workings_of(request).runtime.documents.get(PROPERTIES.ref(property_id))
    if view is None:
        raise missing()
    return Admitted(caller, view)


def _admitted(permission: Permission) -> Callable[..., Awaitable[Admitted]]:
    async def admit(request: Request, property_id: PropertyPath) -> Admitted:
        return await admit_to_property(request, property_id, permission)

    return admit


async def _definer(request: Request, property_id: PropertyPath) -> Caller:
    """Operations define properties, new ones too. To anybody else a property that is not theirs
    looks like none."""
    caller = await signed_in(request)
    if caller.operations:
        return caller
    if caller.role_at(property_id) is None:
        raise missing()
    raise Problem(403, "not-allowed", "only operations define properties")


async def _overseer(request: Request) -> Caller:
    """What the whole installation is about concerns those alone who run it."""
    caller = await signed_in(request)
    if not caller.operations:
        raise Problem(403, "not-allowed", "only operations see this")
    return caller


AtOperations = Annotated[Caller, Depends(_overseer)]

ServicePath = Annotated[
    str, Path(alias="service", description="The service's name", examples=["orders"])
]


@dataclass(frozen=True, slots=True)
class AdmittedToService:
    """Somebody of operations at one of the services."""

    actor: str
    service: str


async def _at_service(request: Request, service: ServicePath) -> AdmittedToService:
    caller = await _overseer(request)
    if service not in SERVICES:
        raise missing()
    return AdmittedToService(caller.actor, service)


AtService = Annotated[AdmittedToService, Depends(_at_service)]
AtProperty = Annotated[Admitted, Depends(_admitted(Permission.SEE_PROPERTY))]
AtOrders = Annotated[Admitted, Depends(_admitted(Permission.SEE_ORDERS))]
AtPlacing = Annotated[Admitted, Depends(_admitted(Permission.PLACE_ORDERS))]
AtClaims = Annotated[Admitted, Depends(_admitted(Permission.CLAIM))]
AtCharges = Annotated[Admitted, Depends(_admitted(Permission.DECIDE_CHARGES))]
AtReconciliation = Annotated[Admitted, Depends(_admitted(Permission.SEE_RECONCILIATION))]
AtFigures = Annotated[Admitted, Depends(_admitted(Permission.SEE_FIGURES))]
AtExport = Annotated[Admitted, Depends(_admitted(Permission.EXPORT))]
AtConnections = Annotated[Admitted, Depends(_admitted(Permission.CONNECT))]
AtPeople = Annotated[Admitted, Depends(_admitted(Permission.MANAGE_PEOPLE))]
AtKeys = Annotated[Admitted, Depends(_admitted(Permission.MANAGE_KEYS))]
Definer = Annotated[Caller, Depends(_definer)]


@dataclass(frozen=True, slots=True)
class AdmittedToOrder(Admitted):
    """A caller at one of the property's orders."""

    order: OrderView

    @property
    def order_id(self) -> str:
        return self.order.order_id


# Of any length: what no order is called is not found, and never goes into a command.
OrderPath = Annotated[str, Path(alias="order", description="The order's id")]


def _admitted_to_order(permission: Permission) -> Callable[..., Awaitable[AdmittedToOrder]]:
    """A command names its order: one of another property must not get there."""

    async def admit(
        request: Request, property_id: PropertyPath, order_id: OrderPath
    ) -> AdmittedToOrder:
        here = await admit_to_property(request, property_id, permission)
        view = await workings_of(request).runtime.documents.get(ORDERS.ref(order_id))
        if view is None or view.content is None or view.property_id != here.property_id:
            raise missing()
        return AdmittedToOrder(here.caller, here.place, view)

    return admit


AtOrder = Annotated[AdmittedToOrder, Depends(_admitted_to_order(Permission.SEE_ORDERS))]
AtOrderChat = Annotated[AdmittedToOrder, Depends(_admitted_to_order(Permission.SEND_MESSAGES))]
AtOrderClaims = Annotated[AdmittedToOrder, Depends(_admitted_to_order(Permission.CLAIM))]
AtOrderChange = Annotated[AdmittedToOrder, Depends(_admitted_to_order(Permission.PLACE_ORDERS))]
AtOrderCharges = Annotated[AdmittedToOrder, Depends(_admitted_to_order(Permission.DECIDE_CHARGES))]
