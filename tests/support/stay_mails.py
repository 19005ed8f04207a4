"""A stay that is written about, its hut, and the work of one mail, with ordinary values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Outcome
from contracts.huts import HutContact, HutPosition, HutSheet, HutTexts, Link
from contracts.message import Message
from contracts.notices import Audience, StayNews
from contracts.properties import Language
from contracts.selling import Mails, MailTexts
from contracts.stays import StayBooked
from notifier.app import handlers
from notifier.huts.model import Hut, HutMails, hut_mails, huts
from notifier.properties.model import Property, properties
from notifier.stays.model import StayMails
from notifier.stays.work import SendStayMail
from tests.support.contexts import NOW, context, envelope
from tests.support.stays import AIGLE, booked, hut_state

SENDER = "refuge@aigle.example"
GUEST_MAIL = "zoe@exemple.fr"
TEXTS = {
    Language.FR: MailTexts(
        booking_subject="Réservation au refuge",
        booking_body="Prenez un drap-sac.\nLe dîner est à 19 h.",
        pre_booking_subject="Pré-réservation au refuge",
        pre_booking_body="Confirmez dans les deux semaines.",
    )
}
SHEET = HutSheet(
    contact=HutContact(
        name="Refuge de l'Aigle",
        mail="gardien@aigle.example",
        warden="Lou Perret",
        phone="+33 4 50 00 00 01",
        website="https://aigle.example",
    ),
    position=HutPosition(latitude=45.9, longitude=6.85, altitude=2385),
    texts={Language.FR: HutTexts(access="Deux heures depuis le parking.")},
    links=(Link(label={Language.FR: "Météo"}, url="https://meteo.example"),),
)


def a_booking(*wanted: Any, **fields: Any) -> StayBooked:
    """As orders tells it."""
    return booked(*wanted, **fields).all(StayBooked)[-1]


def hut_known(
    property_id: str = AIGLE, mails: Mails | None = None, sheet: HutSheet | None = SHEET
) -> dict[Ref[Any], Document]:
    """The documents by which a hut is known."""
    state = hut_state(property_id, "Refuge de l'Aigle", languages=(Language.FR, Language.IT))
    own = Mails(sender=SENDER, texts=TEXTS) if mails is None else mails
    known: dict[Ref[Any], Document] = {
        properties.ref(property_id): Property(property_id=property_id, sheet=state.sheet),
        hut_mails.ref(property_id): HutMails(property_id=property_id, mails=own),
    }
    if sheet is not None:
        known[huts.ref(property_id)] = Hut(property_id=property_id, sheet=sheet)
    return known


def told(
    known: StayMails | None,
    message: Message,
    *,
    id: str = "message-1",
    late: timedelta | None = None,
) -> Outcome[StayMails]:
    """What the notifier's own table makes of it; the state as it is read back."""
    row = handlers.rows[message.TYPE]
    about = envelope(message, id=id, time=NOW - (late or timedelta()))
    received = row.message.read(message.encode())
    documents: dict[Ref[Any], Document | None] = dict.fromkeys(row.touches(received))
    for ref in documents:
        if ref.collection.model is StayMails:
            documents[ref] = known
    changes = row.handle(documents, received, context(envelope=about, handler=row.name))
    states = [state for state in changes.documents.values() if isinstance(state, StayMails)]
    state = None if not states else _stored(states[0])
    return Outcome(state, changes.events, changes.effects)


def after(*messages: Message) -> StayMails:
    """The state after these."""
    known: StayMails | None = None
    for n, message in enumerate(messages):
        known = told(known, message, id=f"message-{n}").state or known
    assert known is not None
    return known


def works(outcome: Outcome[Any]) -> list[SendStayMail]:
    """The work of its effects, as it is read back from the database."""
    found = []
    for effect in outcome.effects:
        assert isinstance(effect.work, SendStayMail)
        stored = effect.work.model_dump(mode="json")
        found.append(SendStayMail.model_validate(stored, strict=False))
    return found


def to_guest(outcome: Outcome[Any]) -> SendStayMail:
    (work,) = (work for work in works(outcome) if work.audience is Audience.GUEST)
    return work


def whom(outcome: Outcome[Any]) -> list[tuple[str, StayNews, Audience]]:
    return [(work.property_id, work.news, work.audience) for work in works(outcome)]


def _stored(state: StayMails) -> StayMails:
    return StayMails.model_validate(state.model_dump(mode="json"), strict=False)
