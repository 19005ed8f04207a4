"""Sends webhooks: signed, retried, and as wrongly as it is told to."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Literal

import httpx

from partners.journal import Journal
from partners.uber.envelope import sign
from partners.uber.journey import TERMINAL
from partners.uber.model import Delivery, Event, WebhookAttempt

TRIES = 7
"""Tries in all, waiting 1, 2, 4... seconds between them."""

AT_ONCE = 64


class WebhookDispatcher:
    """Events of different deliveries do not wait for each other.

    `emit` returns when the event's first attempt is over, or when the mischief has put it off.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        bridge_url: Callable[[], str],
        journal: Journal[WebhookAttempt],
        dice: random.Random,
    ) -> None:
        self._client = client
        self._bridge_url = bridge_url
        self._journal = journal
        self._dice = dice
        self._held: dict[str, list[Event]] = defaultdict(list)
        self._burst: list[Event] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._progress = asyncio.Condition()

    @property
    def pending(self) -> int:
        """Events that still have to be sent, sent again, or told to go."""
        return len(self._tasks) + len(self._burst) + sum(map(len, self._held.values()))

    async def emit(self, event: Event) -> None:
        """Sends an event, after drawing what goes wrong with it."""
        mischief = event.delivery.mischief
        if mischief.burst:
            self._burst.append(event)
            if len(self._burst) >= mischief.burst:
                await self._release_burst()
            return
        terminal = event.status in TERMINAL and event.kind == "event.delivery_status"
        if not terminal and self._draw(mischief.reorder_rate):
            self._held[event.delivery.id].append(event)
            return
        if self._draw(mischief.delay_rate):
            self._spawn(self._send_later(event, mischief.delay_s))
        else:
            await self._send(event)
        for overtaken in self._held.pop(event.delivery.id, []):
            await self._send(overtaken)

    async def flush(self) -> None:
        """Sends everything that is held back."""
        held = [event for events in self._held.values() for event in events]
        self._held.clear()
        for event in held:
            await self._send(event)
        await self._release_burst()

    async def told(self, delivery: Delivery, count: int) -> None:
        """Waits until `count` events of the delivery have been attempted."""
        async with self._progress:
            await self._progress.wait_for(lambda: delivery.told >= count)

    async def reset(self) -> None:
        """Ends all retries and delays, and forgets what is held back."""
        self._held.clear()
        self._burst.clear()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _release_burst(self) -> None:
        events, self._burst = self._burst, []
        await asyncio.gather(*(self._send(event) for event in events))

    async def _send_later(self, event: Event, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        await self._send(event)

    async def _send(self, event: Event) -> None:
        mischief = event.delivery.mischief
        lost = self._draw(mischief.lose_first_rate)
        signature: Literal["right", "wrong"] = (
            "wrong" if self._draw(mischief.wrong_signature_rate) else "right"
        )
        duplicate = self._draw(mischief.duplicate_rate)
        if lost:
            self._record(event, 1, None, "lost on the way", signature=signature)
            accepted = False
        else:
            accepted = await self._attempt(event, 1, signature=signature)
        if not accepted:
            self._spawn(self._retry(event))
        if duplicate:
            await self._attempt(event, 1, duplicate=True)
        async with self._progress:
            event.delivery.told += 1
            self._progress.notify_all()

    async def _retry(self, event: Event) -> None:
        for attempt in range(2, TRIES + 1):
            await asyncio.sleep(event.delivery.account.retry_base_s * 2 ** (attempt - 2))
            if await self._attempt(event, attempt):
                return

    async def _attempt(
        self,
        event: Event,
        attempt: int,
        *,
        signature: Literal["right", "wrong"] = "right",
        duplicate: bool = False,
    ) -> bool:
        account = event.delivery.account
        key = account.signing_keys[0] + ("" if signature == "right" else " of somebody else")
        headers = {
            "content-type": "application/json",
            "x-uber-signature": sign(event.body, key),
        }
        answer: int | None = None
        error: str | None = None
        try:
            async with self._slots:
                response = await self._client.post(
                    f"{self._bridge_url()}/webhooks/uber-direct/{account.name}",
                    content=event.body,
                    headers=headers,
                    timeout=account.timeout_s,
                )
            answer = response.status_code
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        self._record(event, attempt, answer, error, signature=signature, duplicate=duplicate)
        return answer is not None and 200 <= answer < 300

    def _record(
        self,
        event: Event,
        attempt: int,
        answer: int | None,
        error: str | None,
        *,
        signature: Literal["right", "wrong"],
        duplicate: bool = False,
    ) -> None:
        self._journal.write(
            WebhookAttempt(
                at=datetime.now(UTC),
                account=event.delivery.account.name,
                event_id=event.id,
                kind=event.kind,
                delivery_id=event.delivery.id,
                external_id=event.delivery.asked.external_id,
                status=event.status,
                courier_imminent=event.imminent,
                attempt=attempt,
                duplicate=duplicate,
                signature=signature,
                answer=answer,
                error=error,
            )
        )

    def _draw(self, rate: float) -> bool:
        return rate > 0 and self._dice.random() < rate

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
