"""Who may do what at a hut. Other properties sell no nights: there is nothing here of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from contracts.properties import PropertyKind
from gateway.access.roles import Permission
from gateway.api.admission import Admitted, OrderPath, PropertyPath, admit_to_property
from gateway.api.problems import Problem, missing
from gateway.api.workings import workings_of
from gateway.stays.model import STAYS, StayShare, stay_id_of


@dataclass(frozen=True, slots=True)
class AdmittedToHut(Admitted):
    """A caller at a hut."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.place.sheet.time_zone)

    def today(self, now: datetime) -> date:
        """The hut's own day."""
        return now.astimezone(self.zone).date()


async def _admit_to_hut(
    request: Request, property_id: str, permission: Permission
) -> AdmittedToHut:
    here = await admit_to_property(request, property_id, permission)
    if here.place.sheet.kind is not PropertyKind.HUT:
        raise Problem(404, "not-found", "this property is no hut: it sells no nights")
    return AdmittedToHut(here.caller, here.place)


def _at_hut(permission: Permission) -> Callable[..., Awaitable[AdmittedToHut]]:
    async def admit(request: Request, property_id: PropertyPath) -> AdmittedToHut:
        return await _admit_to_hut(request, property_id, permission)

    return admit


AtHut = Annotated[AdmittedToHut, Depends(_at_hut(Permission.SEE_STAYS))]
AtBooking = Annotated[AdmittedToHut, Depends(_at_hut(Permission.BOOK_STAYS))]
AtSelling = Annotated[AdmittedToHut, Depends(_at_hut(Permission.DEFINE_SELLING))]
AtTotals = Annotated[AdmittedToHut, Depends(_at_hut(Permission.SEE_FIGURES))]
AtSalesExport = Annotated[AdmittedToHut, Depends(_at_hut(Permission.EXPORT))]


@dataclass(frozen=True, slots=True)
class AdmittedToStay(AdmittedToHut):
    """A caller at the hut's share of a stay."""

    stay: StayShare

    @property
    def order_id(self) -> str:
        return self.stay.order_id

    @property
    def location(self) -> str:
        return f"/api/v1/properties/{self.property_id}/stays/{self.order_id}"

    def everywhere(self) -> None:
        """Raises the 409 problem of a stay with a hut where the caller books nothing: what is one
        stay is not changed behind another's back."""
        may = all(
            self.caller.may(Permission.BOOK_STAYS, property_id)
            for property_id in self.stay.properties
        )
        if not may:
            detail = "the stay goes on to another hut: only whoever books at all of them may do it"
            raise Problem(409, "several-huts", detail)


def _at_stay(permission: Permission) -> Callable[..., Awaitable[AdmittedToStay]]:
    """A command names its stay: one of another hut must not get there."""

    async def admit(
        request: Request, property_id: PropertyPath, order_id: OrderPath
    ) -> AdmittedToStay:
        here = await _admit_to_hut(request, property_id, permission)
        ref = STAYS.ref(stay_id_of(here.property_id, order_id))
        share = await workings_of(request).runtime.documents.get(ref)
        if share is None:
            raise missing()
        return AdmittedToStay(here.caller, here.place, share)

    return admit


AtStay = Annotated[AdmittedToStay, Depends(_at_stay(Permission.SEE_STAYS))]
AtStayBooking = Annotated[AdmittedToStay, Depends(_at_stay(Permission.BOOK_STAYS))]
