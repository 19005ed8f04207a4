"""The demo's count of stay mails: who was to be written to was, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from comptoir_local.demo_huts.check import HutRecords
from comptoir_local.demo_huts.mails_check import mails_counted, mails_wrong
from partners.mail.model import Message

GUEST = "zoe@mail.example"


def stay(reference: str, *, send_mail: bool = True, steps: tuple[str, ...] = ("booked",)) -> Any:
    return {
        "order_id": f"order-{reference}",
        "reference": reference,
        "state": "option",
        "send_mail": send_mail,
        "contact": {"mail": GUEST},
        "history": [{"kind": kind} for kind in steps],
    }


def hut(*stays: Any) -> HutRecords:
    return HutRecords("refuge-nerez", stays, {}, {}, {})


def mail(reference: str, to: str = GUEST) -> Message:
    nothing = {"message_id": None, "sender": None, "reply_to": None, "subject": None, "html": None}
    return Message.model_validate(
        {
            **nothing,
            "received_at": datetime.now(UTC),
            "envelope_from": "comptoir@example.org",
            "envelope_to": [to],
            "to": [to],
            "headers": [],
            "text": f"Réservation : {reference}",
            "size": 100,
            "answer_lost": False,
        }
    )


def test_whoever_was_to_be_written_to_has_a_mail_of_their_stay() -> None:
    there = hut(stay("9K3TZ7"))
    assert list(mails_wrong([there], [mail("9K3TZ7")])) == []
    assert mails_counted([there], [mail("9K3TZ7"), mail("9K3TZ7")]) == {"stay_mails": 2}
    for lost in ([], [mail("9K3TZ8")], [mail("9K3TZ7", to="hut@refuge.example")]):
        (wrong,) = mails_wrong([there], lost)
        assert "never written to" in wrong


def test_whoever_was_to_hear_nothing_has_none_until_something_happens() -> None:
    quiet = hut(stay("9K3TZ7", send_mail=False))
    assert list(mails_wrong([quiet], [])) == []
    (wrong,) = mails_wrong([quiet], [mail("9K3TZ7")])
    assert "was to have no mail" in wrong
    moved_on = hut(stay("9K3TZ7", send_mail=False, steps=("booked", "cancelled")))
    assert list(mails_wrong([moved_on], [mail("9K3TZ7")])) == []
