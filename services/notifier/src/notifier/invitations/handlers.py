"""Whoever is invited gets one mail for each invitation."""

from __future__ import annotations

from chassis.outcome import Context, Effect, Outcome
from chassis.table import HandlerTable
from contracts.people import PersonInvited
from notifier.invitations.work import SendInvitation
from notifier.people.model import People, people

table = HandlerTable("notifier")


@table.on(PersonInvited, document=people)
def person_invited(
    known: People | None, message: PersonInvited, context: Context
) -> Outcome[People]:
    """The mail goes to the invited address alone: its link is as good as a password."""
    work = SendInvitation(
        property_id=message.property_id,
        invitation_id=context.envelope.id,
        mail_id=context.new_id(),
        person_id=message.person_id,
        mail=message.mail,
        name=message.name,
        language=message.language,
        property_name=message.property_name,
        invited_by=message.invited_by,
        link=message.link,
        good_until=message.good_until,
    )
    return Outcome(effects=[Effect(work, lane=f"person/{message.person_id}", partner="smtp")])
