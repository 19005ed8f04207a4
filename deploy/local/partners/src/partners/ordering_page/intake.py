"""Calls our signed intake, as `docs/guides/partner-intake.md` says, or wrongly on command."""

import asyncio
import json
from datetime import UTC, datetime

import httpx

from partners.journal import Journal
from partners.ordering_page.bridge import BridgeCaller, json_body
from partners.ordering_page.model import IntakeCall, PartnerAccess, PlaceOrder, Sending

PATH = "/partners/v1/delivery-orders"


class Intake:
    """The page's side of the intake."""

    def __init__(self, bridge: BridgeCaller, journal: Journal[IntakeCall]) -> None:
        self._bridge = bridge
        self._journal = journal

    async def send(self, access: PartnerAccess, command: PlaceOrder) -> int | None:
        """Sends an order as often as told; the last status of the first copy, None without one."""
        twist = command.intake
        repeats: list[Sending] = ["repeat"] * (twist.copies - 1)
        copies: list[Sending] = ["first", *repeats]
        if twist.together:
            sent = [self._until_taken(access, command, sending) for sending in copies]
            answer = (await asyncio.gather(*sent))[0]
        else:
            answers = [await self._until_taken(access, command, sending) for sending in copies]
            answer = answers[0]
        if twist.then_changed is not None:
            await self._until_taken(access, command, "changed")
        return answer

    async def _until_taken(
        self, access: PartnerAccess, command: PlaceOrder, sending: Sending
    ) -> int | None:
        twist = command.intake
        changed = twist.then_changed if sending == "changed" else None
        body = json.dumps(command.order | (changed or {}), ensure_ascii=False).encode()

        def noted(attempt: int, response: httpx.Response | None, error: str | None) -> None:
            self._journal.write(
                IntakeCall(
                    at=datetime.now(UTC),
                    partner_id=access.partner_id,
                    external_id=command.external_id,
                    sending=sending,
                    attempt=attempt,
                    bad_signature=twist.bad_signature,
                    signed_seconds_ago=twist.signed_seconds_ago,
                    answer=None if response is None else response.status_code,
                    error=error,
                    answer_body=json_body(response),
                )
            )

        response = await self._bridge.until_taken(access, PATH, body, twist, noted)
        return None if response is None else response.status_code
