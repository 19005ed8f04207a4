"""Who works at a property: invited by mail, given a role, let go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chassis.identity import derived_id
from contracts.people import PersonInvited
from contracts.properties import Language, MailAddress
from contracts.recipients import RemoveRecipient
from gateway.access.roles import PERMISSIONS, Permission, Role
from gateway.access.staff import Colleague, LastManager, UnknownPerson
from gateway.api.admission import Admitted, AtPeople
from gateway.api.invitation_mails import InvitationMail, mails_to
from gateway.api.invitations import INVITATION, PAGE
from gateway.api.media import no_links
from gateway.api.problems import Problem, declared, missing
from gateway.api.texts import Line
from gateway.api.workings import Use, Workings
from gateway.api.writing import WRITES, Write
from gateway.board.card import Answer
from gateway.requests.asking import SOURCE
from gateway.requests.ledger import Claim

router = APIRouter(prefix="/api/v1/properties/{property}/people", tags=["people"])

# Somebody who starts next week finds the mail then.
GOOD_FOR = timedelta(days=7)
EXAMPLE: JsonValue = {
    "mail": "nuit@lumiere.example",
    "name": "Anaïs",
    "role": "reception",
    "language": "fr",
}

PersonPath = Annotated[str, Path(alias="person", description="The person's id", max_length=64)]


class InvitationBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})
    mail: MailAddress
    name: Annotated[Line, Field(max_length=100)]
    role: Role
    language: Language | None = None


class RoleBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "manager"}]})
    role: Role


class PersonAnswer(Answer):
    """`invited` until the person has set a password; `invitation` says how the mail with the link
    for it went, where one was sent from here."""

    person_id: str
    name: str
    mail: str
    role: Role
    invited: bool
    invitation: InvitationMail | None = None


class Everybody(Answer):
    people: tuple[PersonAnswer, ...]


class InvitedAnswer(Answer):
    """A mail with a link is on its way; the link works once, until then."""

    person_id: str
    good_until: datetime


@router.get(
    "",
    operation_id="listPeople",
    summary="Who works here",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def list_people(here: AtPeople, workings: Use) -> Everybody:
    found = await workings.door.staff.of(here.property_id)
    waiting = [one.person_id for one in found if one.invited]
    mails = await mails_to(waiting, here.property_id, workings)
    return Everybody(people=tuple(_answer(one, mails.get(one.person_id)) for one in found))


@router.post(
    "",
    operation_id="invitePerson",
    summary="Invite somebody",
    status_code=201,
    responses=WRITES,
    response_model_exclude_none=True,
)
async def invite(here: AtPeople, body: InvitationBody, write: Write, workings: Use) -> PersonAnswer:
    """Whoever has no password yet gets a mail with a link to set one. Somebody who works elsewhere
    has one, keeps their name, and gets the role at once; the answer says the name that was sent."""
    claim = await write.claim(here.caller, here.property_id, body)

    async def carry_out() -> Mapping[str, Any]:
        id = derived_id("gateway", "person", claim.command_id).replace("-", "")[:24]
        staff = workings.door.staff
        with _refusing():
            person = await staff.add(id, body.mail, body.name, here.property_id, body.role)
        if person.invited:
            await _send_invitation(here, workings, person, claim, body.language)
        # Not the name that somebody from elsewhere has: an address alone does not tell it.
        answer = _answer(person).model_copy(update={"name": body.name})
        return answer.model_dump(mode="json")

    return PersonAnswer.model_validate(await write.once(claim, carry_out))


@router.patch(
    "/{person}",
    operation_id="changeRole",
    summary="Give somebody another role",
    responses=WRITES,
    response_model_exclude_none=True,
)
async def change_role(
    here: AtPeople, person_id: PersonPath, body: RoleBody, write: Write, workings: Use
) -> PersonAnswer:
    """The last manager stays one. Counts from the person's next request on."""
    claim = await write.claim(here.caller, here.property_id, body)

    async def carry_out() -> Mapping[str, Any]:
        staff = workings.door.staff
        with _refusing():
            if Permission.SEE_ORDERS not in PERMISSIONS[body.role]:
                await staff.may_leave(person_id, here.property_id)
                await _tell_nothing(here, workings, person_id, claim)
            person = await staff.change(person_id, here.property_id, body.role)
        return _answer(person).model_dump(mode="json")

    return PersonAnswer.model_validate(await write.once(claim, carry_out))


@router.delete(
    "/{person}",
    operation_id="removePerson",
    summary="Let somebody go",
    status_code=204,
    responses=WRITES,
)
async def remove(here: AtPeople, person_id: PersonPath, write: Write, workings: Use) -> None:
    """They get no further here from their next request on, and are told of nothing any more. What
    they did keeps their name. The last manager stays."""
    claim = await write.claim(here.caller, here.property_id)

    async def carry_out() -> Mapping[str, Any]:
        staff = workings.door.staff
        with _refusing():
            await staff.may_leave(person_id, here.property_id)
            # First, so that a retry after a failure finds the person still there.
            await _tell_nothing(here, workings, person_id, claim)
            await staff.remove(person_id, here.property_id)
        return {}

    await write.once(claim, carry_out)


@router.post(
    "/{person}/invitation",
    operation_id="inviteAgain",
    summary="Send a new link to set the password",
    responses=WRITES,
)
async def invite_again(
    here: AtPeople, person_id: PersonPath, write: Write, workings: Use
) -> InvitedAnswer:
    """To the person's own mail address, for a mail that was lost or a password forgotten. Links
    sent before work no more."""
    claim = await write.claim(here.caller, here.property_id)
    found = await workings.door.staff.of(here.property_id)
    person = next((one for one in found if one.person_id == person_id), None)
    if person is None:
        raise missing()
    until = await _send_invitation(here, workings, person, claim, None)
    return InvitedAnswer(person_id=person_id, good_until=until)


async def _send_invitation(
    here: Admitted,
    workings: Workings,
    person: Colleague,
    claim: Claim,
    language: Language | None,
) -> datetime:
    """Have the notifier send a link. It goes to the person's mailbox alone: whoever holds it is
    that person, at every property."""
    if workings.links is None:
        raise no_links()
    until = claim.at + GOOD_FOR
    mark = claim.command_id
    await workings.door.people.mark_invitation(person.person_id, mark)
    token = workings.links.sign(INVITATION, f"{person.person_id} {mark}", until)
    sheet = here.place.sheet
    message = PersonInvited(
        property_id=here.property_id,
        person_id=person.person_id,
        mail=person.mail,
        name=person.name,
        language=language or sheet.languages[0],
        property_name=sheet.name,
        invited_by=here.caller.name,
        link=workings.settings.url(f"{PAGE}{token}"),
        good_until=until,
    )
    await workings.runtime.publish(
        message, id=claim.command_id, source=SOURCE, actor=here.caller.actor
    )
    return until


async def _tell_nothing(here: Admitted, workings: Workings, person_id: str, claim: Claim) -> None:
    message = RemoveRecipient(property_id=here.property_id, person_id=person_id)
    await workings.runtime.publish(
        message, id=claim.command_id, source=SOURCE, actor=here.caller.actor
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """What the staff's own rules refuse, as problems."""
    try:
        yield
    except UnknownPerson as error:
        raise missing() from error
    except LastManager as error:
        detail = "a property keeps at least one manager"
        raise Problem(409, "last-manager", detail) from error


def _answer(person: Colleague, invitation: InvitationMail | None = None) -> PersonAnswer:
    return PersonAnswer(
        person_id=person.person_id,
        name=person.name,
        mail=person.mail,
        role=person.role,
        invited=person.invited,
        invitation=invitation,
    )
