"""Orders' notices, the people who are told, and the work of telling them, with ordinary values."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from chassis.documents import Document, Ref
from chassis.effects import Attempt, Done, Ending, LeaseTooShort, Unseen
from chassis.outcome import Context, Outcome
from contracts.chats import CourierMessageReceived
from contracts.deliveries import reference_of
from contracts.notices import Channel, Occasion, SendingDone
from contracts.properties import Language, PropertySheet
from contracts.recipients import Browser, Recipient, Wish
from notifier.notices.handlers import placed as order_placed
from notifier.notices.model import Notice, OrderNotices
from notifier.notices.saying import Facts, News, Order, Saying
from notifier.notices.target import Target
from notifier.notices.work import SendMail, SendNotice, SendText, ShowPopUp
from notifier.people.model import People, people
from notifier.properties.model import Property, properties
from tests.support.contexts import NOW, context
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after, content, placed, sheet

W = TypeVar("W", bound=SendNotice)

DESK = "reception@lumiere.example"
BROWSER = Browser(
    endpoint="https://fcm.googleapis.com/fcm/send/abc",
    # The example of RFC 8291, section 5.
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)


def wish(occasion: Occasion, *channels: Channel) -> Wish:
    return Wish(occasion=occasion, channels=channels)


def person(name: str, *wishes: Wish, **fields: Any) -> Recipient:
    """A person of the property whom one can reach by all channels."""
    return Recipient(
        **{
            "person_id": name,
            "language": Language.FR,
            "mail": f"{name}@lumiere.example",
            "phone": "+33639980042",
            "browsers": (BROWSER,),
            "wishes": wishes,
            **fields,
        }
    )


def staff(*recipients: Recipient) -> dict[Ref[Any], Document]:
    """The documents by which people are known."""
    return {people.ref(PROPERTY): People(property_id=PROPERTY, recipients=recipients)}


def home(**fields: Any) -> dict[Ref[Any], Document]:
    """The document by which the property is known."""
    return {properties.ref(PROPERTY): known_property(**fields)}


def known_property(**fields: Any) -> Property:
    of: PropertySheet = sheet(**fields)
    return Property(property_id=PROPERTY, sheet=of)


def among(*recipients: Recipient, **fields: Any) -> Context:
    """A context in which the property has these people."""
    return context(documents={**home(), **staff(*recipients)}, **fields)


def after_placing(
    *recipients: Recipient, guest_too: bool = False, **fields: Any
) -> Outcome[OrderNotices]:
    """A new order among these people; `fields` are those of its content."""
    return order_placed(None, placed(**fields), among(*recipients), guest_too)


def notices(outcome: Outcome[OrderNotices]) -> OrderNotices:
    """The state, as it is read back from the database."""
    assert outcome.state is not None
    return OrderNotices.model_validate(outcome.state.model_dump(mode="json"), strict=False)


def only(known: OrderNotices) -> Notice:
    (notice,) = known.notices
    return notice


def works(outcome: Outcome[OrderNotices]) -> list[SendNotice]:
    """The work of its effects, as it is read back from the database."""
    read = []
    for effect in outcome.effects:
        work = effect.work
        assert isinstance(work, SendNotice)
        read.append(type(work).model_validate(work.model_dump(mode="json"), strict=False))
    return read


def courier_message(text: str = "Je suis devant l'hôtel", **fields: Any) -> CourierMessageReceived:
    return CourierMessageReceived(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "guest_id": GUEST,
            "message_id": "msg-1",
            "text": text,
            "courier_name": "Marc",
            "reference": reference_of(ORDER),
            "room": "203",
            "occurred_at": after(20),
            **fields,
        }
    )


def facts(**fields: Any) -> Facts:
    """The facts of an order: `fields` are those of some news, or of its content."""
    own = {name: fields.pop(name) for name in list(fields) if name in News.model_fields}
    order = Order.of("K7Q2ZD", content(**fields))
    return order.facts.model_copy(update=own)


def _work(kind: type[W], target: Target, **fields: Any) -> W:
    return kind(
        **{
            "notice_id": "11111111-0000-8000-8000-000000000001",
            "order_id": ORDER,
            "property_id": PROPERTY,
            "guest_id": GUEST,
            "occasion": Occasion.NEW_ORDER,
            "saying": Saying.NEW_ORDER,
            "facts": facts(),
            "target": target,
            "requested_at": NOW,
            **fields,
        }
    )


def mail_work(**fields: Any) -> SendMail:
    return _work(SendMail, fields.pop("target", Target.addresses_of_property()), **fields)


def text_work(**fields: Any) -> SendText:
    guest = Target.guest("+33 6 39 98 00 42", Language.FR)
    said = {"occasion": Occasion.CANCELLED, "saying": Saying.GUEST_CANCELLED}
    return _work(SendText, fields.pop("target", guest), **{**said, **fields})


def pop_up_work(browser: Browser = BROWSER, **fields: Any) -> ShowPopUp:
    return _work(ShowPopUp, Target.browser_of(person("ines"), browser), **fields)


def attempt(
    *,
    number: int = 1,
    now: datetime = NOW,
    first_at: datetime | None = None,
    last_at: datetime | None = None,
    lease_over: bool = False,
    unseen: Unseen | None = None,
) -> Attempt:
    def ensure_time() -> None:
        if lease_over:
            raise LeaseTooShort

    return Attempt("effect-1", number, now, first_at or now, last_at, ensure_time, unseen)


def report(ending: Ending) -> SendingDone:
    assert isinstance(ending, Done), ending
    (reported,) = ending.reports
    assert isinstance(reported, SendingDone)
    return reported


def reported(notice: Notice, **fields: Any) -> SendingDone:
    """How a notice's sending ended: well, unless `fields` say otherwise."""
    return SendingDone(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "guest_id": GUEST,
            "notice_id": notice.notice_id,
            "channel": notice.channel,
            **fields,
        }
    )
