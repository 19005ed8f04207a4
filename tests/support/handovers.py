"""What orders says that concerns an order's page, and how handing it over goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chassis.outcome import Outcome
from contracts.chats import CourierMessageSent
from contracts.claims import (
    ClaimContent,
    ClaimedItem,
    ClaimEnded,
    ClaimOpened,
    ClaimOutcome,
    ClaimReason,
)
from contracts.deliveries import DeliveryPlaced, Origin
from contracts.handovers import HandoverDone, HandoverKind
from contracts.message import Message
from pms_bridge.partner.handlers import table
from pms_bridge.partner.handover import HandOver
from pms_bridge.partner.model import Handovers, handovers
from tests.support.contexts import context, envelope
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after, placed

PAGE = "demo-page"
EXTERNAL = "LUM-20261123-0042"
ABOUT: dict[str, Any] = {"property_id": PROPERTY, "order_id": ORDER}


def placed_by_the_hotel() -> DeliveryPlaced:
    return placed(origin=Origin.HOTEL)


def written(text: str = "Side door, please.", message_id: str = "m-1") -> CourierMessageSent:
    """Reception writes to the courier."""
    return CourierMessageSent(
        **ABOUT,
        guest_id=GUEST,
        message_id=message_id,
        text=text,
        author="person:5b1e",
        partner_id=PAGE,
        external_id=EXTERNAL,
        occurred_at=after(20),
    )


def claimed(claim_id: str = "c-1") -> ClaimOpened:
    """Reception complains about half of the meal."""
    content = ClaimContent(
        reason=ClaimReason.DAMAGED,
        items=(ClaimedItem(line=0, quantity=1),),
        amount=1250,
        currency="EUR",
        description="Squashed in its box.",
        photos=("https://hotel.example/photos/1",),
    )
    return ClaimOpened(
        **ABOUT,
        claim_id=claim_id,
        content=content,
        partner_id=PAGE,
        external_id=EXTERNAL,
        deadline=after(50 + 60 * 48),
        occurred_at=after(50),
    )


def claim_ended(outcome: ClaimOutcome = ClaimOutcome.WITHDRAWN) -> ClaimEnded:
    return ClaimEnded(**ABOUT, claim_id="c-1", outcome=outcome, occurred_at=after(70))


def done(
    kind: HandoverKind = HandoverKind.CHAT_MESSAGE,
    about_id: str = "m-1",
    refusal: str | None = None,
) -> HandoverDone:
    return HandoverDone(**ABOUT, kind=kind, about_id=about_id, refusal=refusal)


def work(**fields: Any) -> HandOver:
    """A callback under way, asked for now."""
    return HandOver(
        **{
            **ABOUT,
            "partner_id": PAGE,
            "kind": HandoverKind.CHAT_MESSAGE,
            "about_id": "m-1",
            "callback_id": "cb-1",
            "body": '{"id":"cb-1","type":"chat_message","external_id":"LUM-20261123-0042"}',
            "asked_at": datetime.now(UTC),
            **fields,
        }
    )


class HandoverRun:
    """One order's handovers, message by message, each under an id of its own."""

    def __init__(self) -> None:
        self.now: Handovers | None = None
        self.told: list[Message] = []
        self.work: list[HandOver] = []

    def handle(self, *messages: Message) -> Outcome[Handovers]:
        """The last one's outcome."""
        for message in messages:
            outcome = self._handle(message)
        return outcome

    def _handle(self, message: Message) -> Outcome[Handovers]:
        row = table.rows[message.TYPE]
        ref = handovers.ref(ORDER)
        about = envelope(message, id=f"message-{len(self.told)}-{len(self.work)}-{message.TYPE}")
        changes = row.handle({ref: self.now}, message, context(envelope=about))
        changed = changes.documents.get(ref)
        assert changed is None or isinstance(changed, Handovers)
        self.now = changed or self.now
        self.told.extend(changes.events)
        for effect in changes.effects:
            assert isinstance(effect.work, HandOver)
            self.work.append(effect.work)
        return Outcome(changed, changes.events, changes.effects)
