"""How the mail of a person's newest invitation went, at each property that invited them."""

from __future__ import annotations

from enum import StrEnum

from chassis.documents import Collection, Document
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.message import Instant
from contracts.people import InvitationEnded, PersonInvited

invitations = HandlerTable("gateway")


class InvitationState(StrEnum):
    SENDING = "sending"
    SENT = "sent"  # the mail server took it
    REFUSED = "refused"  # for good: invite again, at an address that takes mail


class InvitationView(Document):
    """Kept under property and person. Of the link itself nothing is: it is as good as a password.
    `good_until` is its end; the newest invitation is the one that lasts longest."""

    property_id: str
    person_id: str
    invitation_id: str
    state: InvitationState
    at: Instant
    good_until: Instant
    reason: str | None = None


def place_of(property_id: str, person_id: str) -> str:
    return f"{property_id}/{person_id}"


def _place(message: PersonInvited | InvitationEnded) -> str:
    return place_of(message.property_id, message.person_id)


INVITATIONS = Collection("invitations", InvitationView)


@invitations.on(PersonInvited, document=INVITATIONS, key=_place)
def person_invited(
    known: InvitationView | None, message: PersonInvited, context: Context
) -> Outcome[InvitationView]:
    """A mail is on its way, unless its end was heard of first."""
    id = context.envelope.id
    if known is not None and (known.invitation_id == id or known.good_until > message.good_until):
        return Outcome()
    return Outcome(
        InvitationView(
            property_id=message.property_id,
            person_id=message.person_id,
            invitation_id=id,
            state=InvitationState.SENDING,
            at=context.envelope.time,
            good_until=message.good_until,
        )
    )


@invitations.on(InvitationEnded, document=INVITATIONS, key=_place)
def invitation_ended(
    known: InvitationView | None, message: InvitationEnded, context: Context
) -> Outcome[InvitationView]:
    """What became of an invitation in whose place another one came is of no interest."""
    other = known is not None and known.invitation_id != message.invitation_id
    if known is not None and other and known.good_until > message.good_until:
        return Outcome()
    return Outcome(
        InvitationView(
            property_id=message.property_id,
            person_id=message.person_id,
            invitation_id=message.invitation_id,
            state=InvitationState(message.end.value),
            at=message.ended_at,
            good_until=message.good_until,
            reason=message.reason,
        )
    )
