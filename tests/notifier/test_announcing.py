"""Which notices are asked for: of what, to whom, in which language, and once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from chassis.outcome import Context, Outcome
from contracts.billing import FolioNeedsAttention, FolioProblem
from contracts.claims import ClaimEnded, ClaimOutcome
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryReturned,
    DeliveryRoomChanged,
    ExpectedTimeChanged,
    Guest,
    ValidationCodeChanged,
)
from contracts.handovers import HandoverKind, PartnerNotTold
from contracts.message import Message
from contracts.notices import Audience, Channel, Occasion
from contracts.properties import Language, PropertyState
from contracts.recipients import PropertyRecipients, Recipient
from contracts.refunds import DeliveryRefunded
from notifier.app import handlers, table
from notifier.notices.announcing import MOST_AT_ONCE
from notifier.notices.model import MOST_NOTICES, Notice, OrderNotices, order_notices
from notifier.notices.saying import Saying
from notifier.people.handlers import people_told
from notifier.people.model import People
from notifier.properties.handlers import property_told
from notifier.properties.model import Property
from tests.support.contexts import NOW, envelope
from tests.support.deliveries import AMOUNT, GUEST, MARC, ORDER, PROPERTY, after, placed, sheet
from tests.support.notices import (
    BROWSER,
    DESK,
    after_placing,
    among,
    courier_message,
    notices,
    only,
    person,
    reported,
    wish,
    works,
)

ABOUT: dict[str, Any] = {"property_id": PROPERTY, "order_id": ORDER}
EVERY_CHANNEL = (Channel.MAIL, Channel.SMS, Channel.PUSH)
CALLED = Guest(surname="Weiß", phone="+49 151 23456789", language=Language.DE)


def near() -> CourierNear:
    return CourierNear(**ABOUT, occurred_at=after(30))


def delivered() -> DeliveryDelivered:
    return DeliveryDelivered(**ABOUT, occurred_at=after(34))


def cancelled() -> DeliveryCancelled:
    return DeliveryCancelled(**ABOUT, guest_id=GUEST, reason="Fermé", occurred_at=after(9))


def failed() -> DeliveryFailed:
    return DeliveryFailed(**ABOUT, reason="Personne à l'entrée", occurred_at=after(40))


def taken_back() -> DeliveryReturned:
    return DeliveryReturned(**ABOUT, occurred_at=after(50))


def refunded(refund_id: str = "r-1", *, in_full: bool = True) -> DeliveryRefunded:
    return DeliveryRefunded(
        **ABOUT,
        refund_id=refund_id,
        amount=AMOUNT,
        refunded=AMOUNT,
        in_full=in_full,
        occurred_at=after(90),
    )


def claim_ended(outcome: ClaimOutcome = ClaimOutcome.ACCEPTED) -> ClaimEnded:
    return ClaimEnded(**ABOUT, claim_id="c-1", outcome=outcome, occurred_at=after(200))


def attention(problem: FolioProblem = FolioProblem.AMBIGUOUS) -> FolioNeedsAttention:
    return FolioNeedsAttention(
        **ABOUT,
        guest_id=GUEST,
        posting_id="p-1",
        problem=problem,
        detail="two guests of that name",
        amount=AMOUNT,
    )


def not_told(kind: HandoverKind = HandoverKind.CHAT_MESSAGE) -> PartnerNotTold:
    return PartnerNotTold(**ABOUT, kind=kind, about_id="msg-9", reason="no answer for an hour")


# What does not come is nothing that a property's own mailbox may miss.
ALWAYS_TOLD = {
    *(Occasion.NEW_ORDER, Occasion.COURIER_MESSAGE),
    *(Occasion.CANCELLED, Occasion.DELIVERY_FAILED, Occasion.DELIVERY_RETURNED),
}
Build = Callable[[], Message]
OCCASIONS: dict[Occasion, Build] = {
    Occasion.NEW_ORDER: placed,
    Occasion.COURIER_MESSAGE: courier_message,
    Occasion.COURIER_NEAR: near,
    Occasion.DELIVERED: delivered,
    Occasion.CANCELLED: cancelled,
    Occasion.DELIVERY_FAILED: failed,
    Occasion.DELIVERY_RETURNED: taken_back,
    Occasion.REFUNDED: refunded,
    Occasion.CLAIM_ENDED: claim_ended,
    Occasion.TASK: attention,
}


def tell(
    known: OrderNotices | None,
    message: Message,
    *recipients: Recipient,
    within: Context | None = None,
) -> Outcome[OrderNotices]:
    """Have a message handled by the service's own table."""
    row = handlers.rows[message.TYPE]
    ref = order_notices.ref(message.key)
    context = within or among(*recipients, envelope=envelope(message))
    changes = row.handle({ref: known}, message, context)
    state = changes.documents.get(ref)
    assert state is None or isinstance(state, OrderNotices)
    return Outcome(state, changes.events, changes.effects)


def known_after(messages: Sequence[Message], *recipients: Recipient) -> OrderNotices:
    known: OrderNotices | None = None
    for message in messages:
        outcome = tell(known, message, *recipients)
        known = notices(outcome) if outcome.state else known
    assert known is not None
    return known


def of(known: OrderNotices, occasion: Occasion) -> list[Notice]:
    return [notice for notice in known.notices if notice.occasion is occasion]


def test_a_new_order_asks_for_one_mail_with_what_the_desk_needs() -> None:
    outcome = after_placing()
    (effect,), (work,) = outcome.effects, works(outcome)
    assert (effect.lane, effect.partner, effect.due_at) == (f"{ORDER}/mail/property", "smtp", None)
    assert (work.order_id, work.property_id, work.guest_id) == (ORDER, PROPERTY, GUEST)
    assert (work.facts.room, work.facts.restaurant) == ("203", "Chez Lina")
    assert (work.facts.guest_name, work.facts.validation_code) == ("Anaïs D'Hérouville", "4821")
    assert work.notice_id == only(notices(outcome)).notice_id
    assert not outcome.events


@pytest.mark.parametrize("build", [placed, courier_message, near, delivered, refunded])
def test_no_money_is_put_into_a_notice_before_it_is_due(build: Build) -> None:
    mine = person("ines", *(wish(occasion, *EVERY_CHANNEL) for occasion in Occasion))
    known = None if build is placed else notices(after_placing())
    effects = tell(known, build(), mine).effects
    assert effects
    for effect in effects:
        stored = effect.work.model_dump_json()
        assert "2500" not in stored
        assert "EUR" not in stored


def test_a_refund_names_its_amount_once_the_meal_was_delivered_and_not_before() -> None:
    early, late = refunded("r-1", in_full=False), refunded("r-2")
    known = known_after([placed(), early, delivered(), late, early])
    said = [known.announcement(f"refunded/{one.refund_id}") for one in (early, late)]
    assert [one and one.told_facts.amount for one in said] == [None, 2500]
    taken_back = known_after([placed(), delivered(), cancelled(), late])
    told = taken_back.announcement("refunded/r-2")
    assert told is not None
    assert told.told_facts.amount == 2500
    never_came = known_after([placed(), failed(), late]).announcement("refunded/r-2")
    assert never_came is not None
    assert never_came.told_facts.amount is None


def test_a_refund_that_is_told_again_under_its_claim_s_id_is_announced_once() -> None:
    mine = person("ines", wish(Occasion.REFUNDED, Channel.MAIL))
    renamed = refunded("c-1").model_copy(update={"same_as": ("r-1",)})
    known = known_after([placed(), delivered(), refunded("r-1"), renamed], mine)
    assert len(of(known, Occasion.REFUNDED)) == 1
    assert known.announcement("refunded/c-1") is None


@pytest.mark.parametrize("occasion", Occasion)
def test_what_is_told_twice_is_told_once(occasion: Occasion) -> None:
    mine = person("ines", *(wish(one, *EVERY_CHANNEL) for one in Occasion))
    message = OCCASIONS[occasion]()
    once = known_after([placed(), message] if occasion is not Occasion.NEW_ORDER else [message])
    assert tell(once, message, mine) == Outcome()


@pytest.mark.parametrize("occasion", Occasion)
def test_people_get_what_they_wish_by_the_channels_they_wish(occasion: Occasion) -> None:
    by_sms = person("ines", wish(occasion, Channel.SMS), language=Language.EN)
    by_pop_up = person("jan", wish(occasion, Channel.PUSH), language=Language.DE, phone=None)
    others = [one for one in Occasion if one is not occasion]
    other = person("kim", *(wish(one, *EVERY_CHANNEL) for one in others), phone="+33639980077")
    messages = [] if occasion is Occasion.NEW_ORDER else [placed()]
    known = known_after([*messages, OCCASIONS[occasion]()], by_sms, by_pop_up, other)
    told = [notice.target for notice in of(known, occasion) if notice.target.person_id]
    assert [(target.person_id, target.channel, target.language) for target in told] == [
        ("jan", Channel.PUSH, Language.DE),
        ("ines", Channel.SMS, Language.EN),
    ]
    assert told[0].browser == BROWSER
    assert told[1].phone == "+33639980042"


def test_the_property_is_mailed_whatever_its_people_wish() -> None:
    for occasion, build in OCCASIONS.items():
        messages = [] if occasion is Occasion.NEW_ORDER else [placed()]
        asked = of(known_after([*messages, build()]), occasion)
        groups = [notice.target.group for notice in asked]
        assert groups == (["property"] if occasion in ALWAYS_TOLD else [])


def test_a_delivery_that_failed_and_then_went_back_is_told_twice_with_the_reason_once() -> None:
    known = known_after([placed(), failed(), failed(), taken_back(), taken_back()])
    (at_the_door,) = of(known, Occasion.DELIVERY_FAILED)
    (back,) = of(known, Occasion.DELIVERY_RETURNED)
    reasons = {one.key: one.told_facts.reason for one in known.announcements}
    assert reasons[at_the_door.announcement] == "Personne à l'entrée"
    assert reasons[back.announcement] is None


def test_people_of_one_language_share_a_mail_and_nobody_gets_two() -> None:
    mail = wish(Occasion.NEW_ORDER, Channel.MAIL)
    people = (
        person("ines", mail),
        person("jan", mail, language=Language.DE),
        person("kim", mail),
        person("desk", mail, mail=DESK.upper()),
        person("twin", mail, mail="ines@lumiere.example"),
        person("away", mail, mail=None),
    )
    known = notices(after_placing(*people))
    mails = {notice.target.group: notice.target.mails for notice in known.notices}
    assert mails == {
        "property": (),
        "mail/fr/0": ("ines@lumiere.example", "kim@lumiere.example"),
        "mail/de/0": ("jan@lumiere.example",),
    }


def test_a_shared_phone_gets_one_message_and_each_browser_its_own() -> None:
    both = wish(Occasion.NEW_ORDER, Channel.SMS, Channel.PUSH)
    second = BROWSER.model_copy(update={"endpoint": "https://web.push.apple.com/x"})
    people = (person("ines", both, browsers=(BROWSER, second)), person("jan", both, browsers=()))
    outcome = after_placing(*people)
    known = notices(outcome)
    assert sum(notice.channel is Channel.SMS for notice in known.notices) == 1
    assert sum(notice.channel is Channel.PUSH for notice in known.notices) == 2
    partners = {effect.partner for effect in outcome.effects}
    assert partners == {"smtp", "sms", "push:fcm.googleapis.com", "push:web.push.apple.com"}
    assert len({effect.lane for effect in outcome.effects}) == len(outcome.effects)


def test_every_message_of_the_courier_is_told_with_its_words() -> None:
    known = known_after(
        [placed(), courier_message("Bonjour"), courier_message("Allô ?", message_id="msg-2")]
    )
    said = {one.key: one.told_facts for one in known.announcements if "message" in one.key}
    assert {facts.message for facts in said.values()} == {"Bonjour", "Allô ?"}
    assert {facts.courier for facts in said.values()} == {"Marc"}
    assert len(of(known, Occasion.COURIER_MESSAGE)) == 2


def test_a_courier_who_is_near_twice_is_told_once() -> None:
    mine = person("ines", wish(Occasion.COURIER_NEAR, Channel.PUSH))
    known = known_after([placed(), near(), near()], mine)
    assert len(of(known, Occasion.COURIER_NEAR)) == 1


@pytest.mark.parametrize(
    ("message", "saying"),
    [
        (refunded(), Saying.REFUNDED),
        (refunded(in_full=False), Saying.PARTLY_REFUNDED),
        *((claim_ended(outcome), Saying(f"claim_{outcome}")) for outcome in ClaimOutcome),
        *((attention(problem), Saying(f"task_{problem}")) for problem in FolioProblem),
        *((not_told(kind), Saying(f"task_{kind}")) for kind in HandoverKind),
    ],
    ids=lambda value: value.value if isinstance(value, Saying) else "",
)
def test_what_is_said_fits_what_happened(message: Message, saying: Saying) -> None:
    mine = person("ines", *(wish(occasion, Channel.PUSH) for occasion in Occasion))
    (work,) = works(tell(notices(after_placing()), message, mine))
    assert work.saying is saying


def test_a_late_decision_a_second_refund_and_another_problem_are_told_again() -> None:
    mine = person("ines", *(wish(occasion, Channel.PUSH) for occasion in Occasion))
    pairs = [
        (claim_ended(ClaimOutcome.UNANSWERED), claim_ended(ClaimOutcome.ACCEPTED)),
        (refunded("r-1", in_full=False), refunded("r-2")),
        (attention(FolioProblem.AMBIGUOUS), attention(FolioProblem.NO_POST)),
    ]
    for first, second in pairs:
        known = known_after([placed(), first], mine)
        assert len(tell(known, second, mine).effects) == 1


def test_a_guest_whose_order_is_cancelled_gets_a_text_message_in_their_language() -> None:
    outcome = tell(notices(after_placing(guest=CALLED)), cancelled())
    (work,) = (work for work in works(outcome) if work.target.audience is Audience.GUEST)
    assert (work.target.channel, work.target.phone) == (Channel.SMS, "+49 151 23456789")
    assert (work.target.language, work.saying) == (Language.DE, Saying.GUEST_CANCELLED)


def test_a_guest_without_a_phone_is_not_written_to() -> None:
    outcome = tell(notices(after_placing()), cancelled())
    assert [work.target.group for work in works(outcome)] == ["property"]


def test_a_guest_is_told_of_a_new_order_only_where_the_property_wants_it() -> None:
    assert [w.target.group for w in works(after_placing(guest=CALLED))] == ["property"]
    told = works(after_placing(guest=CALLED, guest_too=True))
    assert [work.target.group for work in told] == ["guest", "property"]
    wanted = table(guest_told_of_order=True).rows[placed().TYPE]
    assert wanted.name == "order_was_placed"


def test_what_changes_about_an_order_is_in_the_next_notice() -> None:
    known = known_after(
        [
            placed(),
            DeliveryRoomChanged(**ABOUT, room="305", occurred_at=after(3)),
            ValidationCodeChanged(**ABOUT, validation_code="9", occurred_at=after(4)),
            ExpectedTimeChanged(**ABOUT, expected_at=after(50), occurred_at=after(5)),
            CourierAssigned(**ABOUT, guest_id=GUEST, courier=MARC, occurred_at=after(6)),
            courier_message(courier_name=None),
        ]
    )
    facts = known.announcement("courier_message/msg-1")
    assert facts is not None
    said = facts.told_facts
    assert (said.room, said.validation_code, said.courier) == ("305", "9", "Marc")
    assert said.expected_at == after(50)
    first = known.announcement(Occasion.NEW_ORDER)
    assert first is not None
    assert first.told_facts.room == "203"


def test_what_changes_about_an_order_that_is_not_known_changes_nothing() -> None:
    changed = DeliveryRoomChanged(**ABOUT, room="305", occurred_at=after(3))
    assert tell(None, changed) == Outcome()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_topics_may_be_read_in_any_order(order: tuple[int, ...]) -> None:
    mine = person("ines", *(wish(occasion, Channel.PUSH) for occasion in Occasion))
    messages = [placed(), attention(), not_told()]
    expected = known_after(messages, mine)
    assert known_after([messages[n] for n in order], mine) == expected
    assert len(expected.notices) == 4


@pytest.mark.parametrize("repeated", range(6))
def test_repeats_at_any_place_change_nothing(repeated: int) -> None:
    mine = person("ines", *(wish(occasion, *EVERY_CHANNEL) for occasion in Occasion))
    messages = [placed(), courier_message(), near(), delivered(), refunded(), attention()]
    again = [*messages, messages[repeated]]
    assert known_after(again, mine) == known_after(messages, mine)


def test_news_of_yesterday_wakes_nobody() -> None:
    said = placed()
    old = envelope(said, time=NOW - timedelta(hours=25))
    outcome = tell(None, said, within=among(envelope=old))
    assert not outcome.effects
    known = notices(outcome)
    assert known.announcement(Occasion.NEW_ORDER) is not None
    assert tell(known, said) == Outcome()


def test_a_crowd_is_told_up_to_a_bound_the_property_first() -> None:
    crowd = [
        person(f"p{n:03}", wish(Occasion.NEW_ORDER, Channel.PUSH), phone=None) for n in range(199)
    ]
    known = notices(after_placing(*crowd))
    assert len(known.notices) == MOST_AT_ONCE
    assert "property" in {notice.target.group for notice in known.notices}
    (said,) = known.announcements
    assert said.left_out == 200 - MOST_AT_ONCE


def test_the_document_stays_bounded_and_what_is_being_sent_is_never_forgotten() -> None:
    known = notices(after_placing())
    for n in range(MOST_NOTICES + 50):
        known = _wrote(known, n) or known
    assert len(known.notices) == MOST_NOTICES
    waiting = {notice.notice_id for notice in known.notices}
    known = known.with_notices(*(_sent(notice) for notice in known.notices))
    for n in range(MOST_NOTICES + 50, 2 * MOST_NOTICES + 100):
        known = _wrote(known, n) or known
        known = known.with_notices(*(_sent(notice) for notice in known.notices))
    assert len(known.notices) == MOST_NOTICES
    assert not waiting & {notice.notice_id for notice in known.notices}
    assert len(known.announcements) <= MOST_NOTICES + 1


def _wrote(known: OrderNotices, n: int) -> OrderNotices | None:
    said = courier_message(message_id=f"msg-{n}")
    within = among(now=NOW + timedelta(seconds=n), envelope=envelope(said))
    return tell(known, said, within=within).state


def _sent(notice: Notice) -> Notice:
    return notice.after(reported(notice, recipients=1), NOW)


def test_the_newest_state_of_a_property_and_of_its_people_is_kept() -> None:
    told = PropertyState(property_id=PROPERTY, sheet=sheet(name="Autre"))
    outcome = property_told(Property(property_id=PROPERTY, sheet=sheet()), told, among())
    assert outcome.state == Property(property_id=PROPERTY, sheet=sheet(name="Autre"))
    listed = PropertyRecipients(property_id=PROPERTY, recipients=(person("ines"),))
    known = people_told(People(property_id=PROPERTY), listed, among())
    assert known.state == People(property_id=PROPERTY, recipients=(person("ines"),))
