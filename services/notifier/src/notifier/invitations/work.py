"""The work of sending one invitation, stored until it is done."""

from __future__ import annotations

from chassis.outcome import Work
from contracts.message import Instant
from contracts.properties import Language


class SendInvitation(Work, kind="notifier.send-invitation"):
    """Send a person the link by which they set their password. `mail_id` stays at a repeat;
    `invitation_id` is by what who invited knows it."""

    property_id: str
    invitation_id: str
    mail_id: str
    person_id: str
    mail: str
    name: str
    language: Language
    property_name: str
    invited_by: str
    link: str
    good_until: Instant
