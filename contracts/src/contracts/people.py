"""The people who work at a property, as far as others must know of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message, Text
from contracts.properties import Language, MailAddress
from contracts.recipients import PersonId


class PersonInvited(
    Message,
    type="gateway.people.invited.v1",
    topic=topics.GATEWAY_PEOPLE_EVENTS,
    key="property_id",
):
    """A person is to get a mail with a link by which they set their password. The link works once,
    until `good_until`, and is as good as the password itself: it goes to `mail` and nowhere else.
    """

    person_id: PersonId
    mail: MailAddress
    name: Text
    language: Language
    property_name: Text
    invited_by: Text
    link: Annotated[str, Field(pattern=r"^https?://", max_length=1500)]
    good_until: Instant


class InvitationEnd(StrEnum):
    SENT = "sent"  # the mail server took it
    REFUSED = "refused"  # for good: no such mailbox, or a link that was over before it could leave


class InvitationEnded(
    Message,
    type="notifier.recipient.invitation-ended.v1",
    topic=topics.NOTIFIER_RECIPIENT_EVENTS,
    key="property_id",
):
    """What became of the mail of an invitation, known by the id of its `PersonInvited`.

    `good_until` is its link's; of two invitations of one person the later one counts."""

    person_id: PersonId
    invitation_id: Annotated[str, Field(min_length=1, max_length=100)]
    end: InvitationEnd
    reason: Annotated[str, Field(max_length=500)] | None = None
    good_until: Instant
    ended_at: Instant
