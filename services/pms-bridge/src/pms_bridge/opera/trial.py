"""Tries a hotel's connection, step by step, and says what is wrong so that a person can mend it.

Nothing is posted. The token is asked for anew: one that was kept would say nothing of the settings.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from chassis.effects import Attempt, Done
from contracts.reconciliation import Check, CheckResult, ConnectionTried
from pms_bridge.opera.failures import (
    DETAIL_LENGTH,
    NothingDone,
    NotReached,
    NotSignedIn,
    Refused,
)
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.properties.trials import TryConnection

# Two tokens and three readings at most, each within a timeout, and the machine's own time.
STEPS = 5
SPARE = timedelta(seconds=5)

NO_ENTRY = (
    "no connection is set up for this property: add it to the connections file and start the"
    " bridge again"
)

Look = Callable[[], Awaitable[None]]


class Wanting(Exception):
    """What was read is not as the settings need it."""


class ConnectionTrial:
    """The carrier of `TryConnection` for every hotel that is connected, by property id."""

    def __init__(self, hotels: Mapping[str, OperaHotel]) -> None:
        self._hotels = hotels

    @property
    def deadline(self) -> timedelta:
        longest = max((hotel.timeout for hotel in self._hotels.values()), default=timedelta())
        return STEPS * longest + SPARE

    async def carry(self, work: TryConnection, attempt: Attempt) -> Done:
        """Always done: a connection that does not work is a result."""
        hotel = self._hotels.get(work.property_id)
        checks = (
            (CheckResult(check=Check.REACHED, passed=False, detail=NO_ENTRY),)
            if hotel is None
            else await _checks(hotel.signed_out(), attempt.now)
        )
        tried = ConnectionTried(
            property_id=work.property_id,
            request_id=work.request_id,
            checks=checks,
            tried_at=attempt.now,
        )
        return Done([tried])


async def _checks(hotel: OperaHotel, now: datetime) -> tuple[CheckResult, ...]:
    """Each check until the first that fails."""
    looks: tuple[tuple[Check, Look], ...] = (
        (Check.REACHED, lambda: _reach(hotel)),
        (Check.SIGNED_IN, hotel.sign_in),
        (Check.HOTEL_READ, lambda: _read(hotel, now)),
        (Check.CODES_KNOWN, lambda: _know_codes(hotel)),
    )
    results: list[CheckResult] = []
    for check, look in looks:
        problem = await _problem(check, look)
        results.append(CheckResult(check=check, passed=not problem, detail=problem))
        if problem:
            break
    return tuple(results)


async def _reach(hotel: OperaHotel) -> None:
    """Any answer will do here, a refusal too."""
    try:
        await hotel.sign_in()
    except NotReached:
        raise
    except NothingDone:
        return


async def _read(hotel: OperaHotel, now: datetime) -> None:
    await hotel.desk.any()
    await hotel.journal.any(now)


async def _know_codes(hotel: OperaHotel) -> None:
    known = await hotel.known_codes()
    lacking = [
        f"{code} (for {rate} %)"
        for rate, code in hotel.transaction_codes.items()
        if code not in known
    ]
    if lacking:
        raise Wanting(f"the hotel has no transaction code {', '.join(lacking)}")


async def _problem(check: Check, look: Look) -> str:
    """What is wrong, in a person's words and never with a secret; empty where nothing is."""
    try:
        await look()
    except Wanting as error:
        said = str(error)
    except NotReached as error:
        said = f"the gateway does not answer ({error}): check `gateway` and the way to it"
    except NotSignedIn as error:
        said = f"OPERA does not let us in ({error}): check the client, the key and the grant"
    except (Refused, NothingDone) as error:
        said = f"{_WHAT[check]} ({error})"
    else:
        return ""
    return said[:DETAIL_LENGTH]


_WHAT = {
    Check.REACHED: "the gateway cannot be used",
    Check.SIGNED_IN: "OPERA cannot sign us in now",
    Check.HOTEL_READ: "the hotel cannot be read: check `hotel_id`, and that the operations"
    " getHotelReservations and getFinancialPostings are allowed",
    Check.CODES_KNOWN: "the transaction codes cannot be read: check that the operation"
    " getTransactionCodes is allowed",
}
