"""Our side of the simulated PMS: a hotel's connection, its carrier, its tries."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from chassis.effects import Attempt, Done, Unseen
from contracts.deliveries import Guest
from contracts.message import Message
from contracts.money import Amount
from contracts.sign_in import SignInTried
from pms_bridge.app import opera_client
from pms_bridge.connections import Grant, OperaConnection
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.carrier import ChargeCarrier
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.properties.model import Property, properties
from tests.partners.opera_caller import ENVIRONMENT
from tests.support.deliveries import GUEST, ORDER, PROPERTY
from tests.support.documents import StoredDocuments
from tests.support.folios import FolioRun, a_property, euros

_numbers = itertools.count(1)


def connection(gateway: str, **fields: Any) -> OperaConnection:
    """The simulated hotel of `tests.partners.opera_caller`, its times short."""
    return OperaConnection(
        **{
            "gateway": gateway,
            "hotel_id": "LUMIERE",
            "client_id": ENVIRONMENT.client_id,
            "client_secret": SecretStr(ENVIRONMENT.client_secret),
            "app_key": SecretStr(ENVIRONMENT.app_key),
            "grant": Grant.CLIENT_CREDENTIALS,
            "scope": ENVIRONMENT.scope,
            "cashier_id": 113,
            "transaction_codes": {"10": "2010", "20.00": "2020"},
            "settle_seconds": 30,
            "timeout_seconds": 2,
            **fields,
        }
    )


def charge(amount: Amount | None = None, **fields: Any) -> PostCharge:
    """A posting under a reference of its own, for the guest in 203."""
    return PostCharge(
        **{
            "order_id": ORDER,
            "property_id": PROPERTY,
            "guest_id": GUEST,
            "posting_id": f"posting-{next(_numbers):04}",
            "reference": "9K3TZ7",
            "room": "203",
            "guest": Guest(surname="d’Herouville", given_name="Anais"),
            "description": "Chez Lina",
            "amount": euros(2200, 300) if amount is None else amount,
            **fields,
        }
    )


class Tries:
    """The tries of one effect, the first at `first` (or now), with as much time between them as a
    test wants."""

    def __init__(self, effect_id: str = "effect-1", first: datetime | None = None) -> None:
        self._effect_id = effect_id
        self._first = first or datetime.now(UTC)
        self._number = 0
        self._last: datetime | None = None

    def next(
        self,
        after: timedelta = timedelta(),
        ensure_time: Callable[[], None] = lambda: None,
        unseen: Unseen | None = None,
    ) -> Attempt:
        """The next try, begun so long after the one before it."""
        self._number += 1
        now = self._first if self._last is None else self._last + after
        attempt = Attempt(
            self._effect_id, self._number, now, self._first, self._last, ensure_time, unseen
        )
        self._last = now
        return attempt


class Billing:
    """A folio's real handlers and the real carrier, with the simulated PMS at the other end. Time
    between tries passes as fast as a test reads."""

    def __init__(self, side: OurSide, run: FolioRun | None = None) -> None:
        self.run = run or FolioRun()
        self._side = side
        self._side.documents.documents[properties.ref(PROPERTY)] = self.run.of
        self._carried = 0

    async def take(self, message: Message, actor: str = "partner:demo-page") -> None:
        """Handle a message, and carry out all that follows from it."""
        self.run.handle(message, actor)
        while self._carried < len(self.run.work):
            work = self.run.work[self._carried]
            await self._see_through(work, Tries(f"{work.posting_id}/{self._carried}"))
            self._carried += 1

    async def _see_through(self, work: PostCharge, tries: Tries) -> None:
        wait = timedelta()
        for _ in range(10):
            ending = await self._side.carrier.carry(work, tries.next(wait))
            for report in ending.reports:
                self.run.handle(report)
            if isinstance(ending, Done):
                return
            wait = ending.after or timedelta(seconds=1)
        raise AssertionError(f"posting {work.posting_id} never ends")


class OurSide:
    """One hotel's client and carrier, with every request that left and every word about signing
    in."""

    def __init__(self, of: OperaConnection, known: Property | None = None) -> None:
        self.connection = of
        self.sent: list[httpx.Request] = []
        self.client = opera_client(of)
        self.client.event_hooks = {"request": [self._note], "response": []}
        self.hotel = OperaHotel(of, self.client)
        self.documents = StoredDocuments({properties.ref(PROPERTY): known or a_property()})
        self.sign_ins: list[SignInTried] = []
        self.carrier = self.restarted()

    def restarted(self) -> ChargeCarrier:
        """A carrier as another process has it: it knows nothing of tries before."""
        return ChargeCarrier({PROPERTY: self.hotel}, self.documents, self._told)

    def requests(self, path: str) -> Sequence[httpx.Request]:
        return [request for request in self.sent if path in request.url.path]

    async def _told(self, report: SignInTried, id: str) -> None:
        self.sign_ins.append(report)

    async def _note(self, request: httpx.Request) -> None:
        self.sent.append(request)
