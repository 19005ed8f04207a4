"""What a page tells our bridge of its orders, and the statements it sends."""

import json
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import httpx

from partners.journal import Journal
from partners.ordering_page.bridge import BridgeCaller, json_body
from partners.ordering_page.model import (
    Answered,
    BridgeCall,
    ClaimDecision,
    CourierWrites,
    IssueStatement,
    PartnerAccess,
    SendEvents,
    Signing,
)
from partners.ordering_page.order_book import Claimed, OrderBook, PageOrder
from partners.uber.envelope import timestamp

EVENTS = "/partners/v1/events"
STATEMENTS = "/partners/v1/statements"


def event(order: PageOrder | Claimed, type: str, **fields: Any) -> dict[str, Any]:
    """An event about an order, as of now, under an id of its own."""
    return {
        "id": f"ev-{token_hex(8)}",
        "type": type,
        "property_id": order.property_id,
        "external_id": order.external_id,
        "occurred_at": timestamp(datetime.now(UTC)),
        **{name: value for name, value in fields.items() if value is not None},
    }


class Reports:
    """Sends what it is told to, and enters in the book what was taken."""

    def __init__(self, bridge: BridgeCaller, book: OrderBook, journal: Journal[BridgeCall]) -> None:
        self._bridge = bridge
        self._book = book
        self._journal = journal

    async def events(self, access: PartnerAccess, command: SendEvents) -> Answered:
        """Sends a list of events, the same bytes so many times."""
        body = {"events": command.events}
        for _ in range(command.copies):
            answered = await self._send(access, EVENTS, body, command.signing)
        for sent, told in zip(command.events, _answers(answered), strict=False):
            if told.get("taken"):
                self._book.told(access.partner_id, sent)
        return answered

    async def status(self, access: PartnerAccess, order: PageOrder, *statuses: str) -> Answered:
        """Tells that an order is so far."""
        events = [event(order, "status", status=one) for one in statuses]
        return await self.events(access, SendEvents(partner_id=access.partner_id, events=events))

    async def courier_writes(
        self, access: PartnerAccess, order: PageOrder, command: CourierWrites
    ) -> Answered:
        """Passes on what a courier writes."""
        message_id = command.message_id or f"m-{token_hex(6)}"
        said = event(order, "message", message_id=message_id, text=command.text)
        return await self.events(access, SendEvents(partner_id=access.partner_id, events=[said]))

    async def decide(
        self, access: PartnerAccess, claim: Claimed, decision: ClaimDecision
    ) -> Answered:
        """Tells how a claim was decided."""
        usual = {"accepted": claim.amount, "partially_accepted": claim.amount // 2, "rejected": 0}
        refunded = decision.refunded
        decided = event(
            claim,
            "claim_decision",
            claim_id=claim.claim_id,
            verdict=decision.verdict,
            refunded=usual[decision.verdict] if refunded is None else refunded,
            currency=claim.currency,
            tax_lines=decision.tax_lines,
            note=decision.note,
        )
        return await self.events(access, SendEvents(partner_id=access.partner_id, events=[decided]))

    async def statement(self, access: PartnerAccess, asked: IssueStatement) -> Answered:
        """Sends the statement of a day."""
        body = self._book.statement(access, asked)
        return await self._send(access, STATEMENTS, body, Signing())

    async def _send(
        self, access: PartnerAccess, path: str, content: Any, signing: Signing
    ) -> Answered:
        body = json.dumps(content, ensure_ascii=False).encode()

        def noted(attempt: int, response: httpx.Response | None, error: str | None) -> None:
            self._journal.write(
                BridgeCall(
                    at=datetime.now(UTC),
                    partner_id=access.partner_id,
                    path=path,
                    attempt=attempt,
                    bad_signature=signing.bad_signature,
                    signed_seconds_ago=signing.signed_seconds_ago,
                    body=content,
                    answer=None if response is None else response.status_code,
                    error=error,
                    answer_body=json_body(response),
                )
            )

        response = await self._bridge.until_taken(access, path, body, signing, noted)
        status = None if response is None else response.status_code
        return Answered(answer=status, body=json_body(response))


def _answers(answered: Answered) -> list[dict[str, Any]]:
    """What our bridge said of each event, if it took the list."""
    body = answered.body if answered.answer == httpx.codes.OK else None
    events = body.get("events") if isinstance(body, dict) else None
    return events if isinstance(events, list) else []
