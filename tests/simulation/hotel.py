"""A hotel's PMS in memory: it takes a reference twice, loses answers, and posts late."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import httpx

from pms_bridge.connections import Grant, OperaConnection
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.charges import Charge, Receipt, receipt_of
from pms_bridge.opera.failures import NoAnswer, NothingDone
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.opera.platform import Json
from tests.simulation.faults import Dice, Fault
from tests.simulation.guards import Guard, Guards
from tests.simulation.machine import Machine
from tests.simulation.timeline import pause

TIMEOUT = 3.0
SETTLE = 3.0
CONNECTION = OperaConnection.model_validate(
    {
        "gateway": "http://127.0.0.1:9",
        "hotel_id": "LUMIERE",
        "client_id": "simulation",
        "client_secret": "simulation",
        "app_key": "11111111-2222-4333-8444-555555555555",
        "grant": Grant.CLIENT_CREDENTIALS,
        "scope": "simulation",
        "transaction_codes": {"10.00": "2010", "20.00": "2020"},
        "settle_seconds": SETTLE,
        "timeout_seconds": TIMEOUT,
    }
)
# Never asked for anything: every call to OPERA is answered here.
NO_NETWORK = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(503)))


class Journal:
    """What the PMS holds, whoever asked for it: lines by our reference."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Json]] = defaultdict(list)
        self._numbers = 0

    def enter(self, reference: str, reservation_id: str, charges: Sequence[Charge]) -> list[str]:
        """The transaction numbers of the new lines."""
        numbers = []
        for charge in charges:
            self._numbers += 1
            numbers.append(str(self._numbers))
            self.lines[reference].append(
                {
                    "reference": reference,
                    "transactionCode": charge.transaction_code,
                    "transactionNo": self._numbers,
                    "amount": charge.amount,
                    "guestInfo": {"reservationId": {"id": reservation_id}},
                }
            )
        return numbers


class SimulatedHotel(OperaHotel):
    """The hotel as one process of the bridge calls it. Finding a guest, posting and looking up are
    replaced; what decides between them is the bridge's own."""

    def __init__(self, journal: Journal, machine: Machine, dice: Dice, guards: Guards) -> None:
        super().__init__(CONNECTION, NO_NETWORK)
        self._journal = journal
        self._machine = machine
        self._dice = dice
        self._guards = guards

    async def find_guest(self, work: PostCharge, now: datetime) -> str:
        await self._asked()
        return f"stay-{work.room}"

    async def look_up(
        self, work: PostCharge, charges: Sequence[Charge], first: datetime, now: datetime
    ) -> Receipt:
        await self._asked()
        lines = self._journal.lines[work.posting_id] if Guard.LOOKUP in self._guards else []
        return receipt_of(lines, work.posting_id, charges)

    async def _asked(self) -> None:
        await self._machine.turn()
        if self._dice.hits(Fault.PMS_BUSY, self._machine.name):
            raise NothingDone("answered 429", timedelta(seconds=1))

    async def post(
        self,
        work: PostCharge,
        reservation_id: str,
        charges: Sequence[Charge],
        leaving: Callable[[], None],
    ) -> tuple[str, ...]:
        await self._asked()
        leaving()
        who, loop = self._machine.name, asyncio.get_running_loop()

        def enter() -> list[str]:
            return self._journal.enter(work.posting_id, reservation_id, charges)

        if self._dice.hits(Fault.PMS_REQUEST_LOST, who):
            return await self._silence()
        if self._dice.hits(Fault.PMS_POSTED_LATE, who):
            loop.call_later(self._dice.between(TIMEOUT, TIMEOUT + SETTLE), enter)
            return await self._silence()
        numbers = enter()
        if self._dice.hits(Fault.PMS_ANSWER_LOST, who):
            return await self._silence()
        slow = self._dice.hits(Fault.PMS_SLOW, who)
        await pause(TIMEOUT - 0.1 if slow else self._dice.between(0.02, 0.2))
        await self._machine.gate()
        return tuple(numbers)

    async def _silence(self) -> tuple[str, ...]:
        await pause(TIMEOUT)
        await self._machine.gate()
        raise NoAnswer("no answer: ReadTimeout")
