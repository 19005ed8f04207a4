"""How one wishes to be notified (O24, O25)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import time
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from chassis.identity import derived_id
from chassis.service import Reader
from contracts.message import PropertyId
from contracts.notices import Channel, Occasion
from contracts.properties import Language
from contracts.recipients import Browser, PhoneNumber, QuietHours, Recipient, SetRecipient, Wish
from gateway.access.caller import Caller
from gateway.access.roles import Permission
from gateway.api.admission import SignedInPerson
from gateway.api.problems import Problem, declared, invalid
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer
from gateway.people.model import RECIPIENTS

router = APIRouter(prefix="/api/v1", tags=["notifications"])

EXAMPLE: JsonValue = {
    "language": "fr",
    "phone": "+33639980042",
    "quiet": {"start": "22:30:00", "end": "06:30:00"},
    "wishes": {"hotel-lumiere": {"new_order": ["mail", "push"], "courier_message": ["push"]}},
}


def _local(clock: time) -> time:
    if clock.tzinfo is not None:
        raise ValueError("is the property's own time, and names no time zone")
    return clock


LocalTime = Annotated[time, AfterValidator(_local)]
Channels = Annotated[frozenset[Channel], Field(max_length=3)]
Wishes = Mapping[Occasion, Channels]


class BrowserBody(BaseModel):
    """A Web Push subscription, as the browser's own `PushSubscription.toJSON()` names its parts."""

    model_config = ConfigDict(extra="forbid")
    endpoint: Annotated[str, Field(pattern=r"^https?://[!-~]+$", max_length=1000)]
    p256dh: Annotated[str, Field(pattern=r"^[A-Za-z0-9_=-]+$", max_length=200)]
    auth: Annotated[str, Field(pattern=r"^[A-Za-z0-9_=-]+$", max_length=100)]


class QuietBody(BaseModel):
    """Between these, in each property's own time, no pop-up and no text message is sent."""

    model_config = ConfigDict(extra="forbid")
    start: LocalTime
    end: LocalTime


class PreferencesBody(BaseModel):
    """All of it at once: what is left out is not wished any more. `wishes` says, for each property
    where one works, which occasion is told by which channels."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})
    language: Language
    phone: PhoneNumber | None = None
    browsers: Annotated[tuple[BrowserBody, ...], Field(max_length=10)] = ()
    quiet: QuietBody | None = None
    wishes: Annotated[dict[PropertyId, Wishes], Field(max_length=500)] = Field(default_factory=dict)


class PreferencesAnswer(Answer):
    """`mail` is the address one signs in with. `language` is absent until preferences were
    saved."""

    mail: str
    language: Language | None = None
    phone: str | None = None
    browsers: tuple[Browser, ...] = ()
    quiet: QuietHours | None = None
    wishes: dict[str, dict[Occasion, tuple[Channel, ...]]]


class PushKeyAnswer(Answer):
    """What a browser subscribes with (`applicationServerKey`)."""

    key: str


@router.get(
    "/me/notifications",
    operation_id="getMyNotifications",
    summary="How I am notified",
    responses=declared(401, 403, 503),
    response_model_exclude_none=True,
)
async def get_preferences(caller: SignedInPerson, workings: Use) -> PreferencesAnswer:
    """As last saved; each property where one may be notified is named, wishes or not."""
    known = await preferences_of(caller, workings.runtime.documents)
    newest = next((one for one in known.values() if one is not None), None)
    return PreferencesAnswer(
        mail=caller.mail or "",
        language=newest.language if newest else None,
        phone=newest.phone if newest else None,
        browsers=newest.browsers if newest else (),
        quiet=newest.quiet if newest else None,
        wishes={
            place: {wish.occasion: wish.channels for wish in (one.wishes if one else ())}
            for place, one in known.items()
        },
    )


@router.put(
    "/me/notifications",
    operation_id="putMyNotifications",
    summary="Save how I am notified",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def put_preferences(
    caller: SignedInPerson, body: PreferencesBody, write: Write, workings: Use
) -> PreferencesAnswer | Accepted:
    """« Enregistrer les modifications » (O24), for every property where one works."""
    places = _places(caller)
    for place in body.wishes:
        if place not in places:
            raise invalid(f"wishes.{place}", "is no property whose orders you may see")
    _reachable(body, await preferences_of(caller, workings.runtime.documents))
    claim = await write.claim(caller, "", body)
    outcomes = await asyncio.gather(
        *(
            write.ask(
                SetRecipient(property_id=place, recipient=_recipient(caller, body, place)),
                derived_id(claim.command_id, place),
                caller,
            )
            for place in places
        )
    )
    if any(outcome is None for outcome in outcomes):
        return write.passed_on(claim, "/api/v1/me/notifications")
    return await get_preferences(caller, workings)


@router.get(
    "/push-key",
    operation_id="getPushKey",
    summary="The key for pop-ups",
    responses=declared(401, 403, 404, 503),
)
async def push_key(caller: SignedInPerson, workings: Use) -> PushKeyAnswer:
    """404 where this installation sends no pop-ups."""
    key = workings.settings.vapid_public_key
    if key is None:
        raise Problem(404, "no-pop-ups", "this installation sends no pop-ups")
    return PushKeyAnswer(key=key)


def _places(caller: Caller) -> list[str]:
    """Where the caller may be notified: what is told names guests and rooms."""
    return sorted(place for place in caller.roles if caller.may(Permission.SEE_ORDERS, place))


async def preferences_of(caller: Caller, documents: Reader) -> dict[str, Recipient | None]:
    """How a person is notified, by each property where they may be."""
    places = _places(caller)
    if not places:
        return {}
    where = {"_id": {"$in": places}}
    found = await documents.find(RECIPIENTS, where, limit=len(places))
    known = {people.property_id: people.recipient(caller.person_id) for people in found}
    return {place: known.get(place) for place in places}


def _reachable(body: PreferencesBody, saved: Mapping[str, Recipient | None]) -> None:
    """Raises a 422 problem for a channel by which the person cannot be reached. Pop-ups that were
    wished before stay wished without a browser: the next one shows them again."""
    wished = {one for wishes in body.wishes.values() for some in wishes.values() for one in some}
    if Channel.SMS in wished and body.phone is None:
        raise invalid("phone", "is needed to be told by text message")
    popping = {
        (place, occasion)
        for place, wishes in body.wishes.items()
        for occasion, channels in wishes.items()
        if Channel.PUSH in channels
    }
    popped = {
        (place, wish.occasion)
        for place, one in saved.items()
        for wish in (one.wishes if one else ())
        if Channel.PUSH in wish.channels
    }
    if not body.browsers and popping - popped:
        raise invalid("browsers", "one is needed to be told by pop-up")


def _recipient(caller: Caller, body: PreferencesBody, place: str) -> Recipient:
    wishes = body.wishes.get(place, {})
    return Recipient(
        person_id=caller.person_id,
        language=body.language,
        mail=caller.mail,
        phone=body.phone,
        browsers=tuple(Browser(**dict(browser)) for browser in body.browsers),
        wishes=tuple(
            Wish(occasion=occasion, channels=tuple(c for c in Channel if c in wishes[occasion]))
            for occasion in Occasion
            if wishes.get(occasion)
        ),
        quiet=QuietHours(start=body.quiet.start, end=body.quiet.end) if body.quiet else None,
    )
