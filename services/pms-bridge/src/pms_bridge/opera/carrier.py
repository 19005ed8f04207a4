"""Carries postings to OPERA.

A posting ends confirmed, rejected, or unknown for a while. Unknown is resolved by looking, never by
posting again blindly, and "not found" counts only when a request still under way would have landed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from chassis.effects import Again, Attempt, Done, Ending, LeaseTooShort
from chassis.service import Reader
from contracts.billing import Candidate, FolioProblem, PostingRejected
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.failures import DETAIL_LENGTH, NotChargeable, NothingDone, Refused
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.opera.posting import PostingTry
from pms_bridge.opera.sign_in import SignInWatch, Tell
from pms_bridge.opera.unsent import UnsentTries
from pms_bridge.properties.model import Property, properties

# For the machine, beside what the hotel may take.
SPARE = timedelta(seconds=5)
# Until inventory has told us of a property that orders knows already.
UNTIL_KNOWN = timedelta(seconds=2)
# While only a person can help: a posting is in doubt and the settings to look it up are gone.
UNTIL_MENDED = timedelta(seconds=60)

NO_PMS = "the property's PMS takes no charges from here"
LOOK_FIRST = f"{NO_PMS}; look there first, an earlier try may have left one"

_MISSING_SETTINGS = frozenset({FolioProblem.NOT_CONNECTED, FolioProblem.INVALID_CODE})


class ChargeCarrier:
    """The carrier of `PostCharge` for every hotel that is connected, by property id."""

    def __init__(self, hotels: Mapping[str, OperaHotel], documents: Reader, tell: Tell) -> None:
        self._hotels = hotels
        self._documents = documents
        self._watch = SignInWatch(documents, tell)
        self._unsent = UnsentTries()

    @property
    def deadline(self) -> timedelta:
        """No try takes longer: preparing, posting and looking again take a timeout each."""
        longest = max((hotel.timeout for hotel in self._hotels.values()), default=timedelta())
        return 3 * longest + SPARE

    async def carry(self, work: PostCharge, attempt: Attempt) -> Ending:
        """One try. What it reports is known; what is not known is tried again."""
        ending = await self._ending(work, attempt)
        hotel = self._hotels.get(work.property_id)
        if hotel is not None:
            await self._watch.look(work.property_id, hotel, attempt)
        return ending

    async def _ending(self, work: PostCharge, attempt: Attempt) -> Ending:
        in_doubt = not self._unsent.all_before(attempt)
        try:
            return await self._try(work, attempt, in_doubt=in_doubt)
        except NothingDone as error:
            self._unsent.note(attempt)
            return Again(str(error), error.retry_after, unavailable=True)
        except LeaseTooShort:
            self._unsent.note(attempt)
            raise
        except NotChargeable as error:
            if in_doubt and error.problem in _MISSING_SETTINGS:
                return Again(f"cannot be looked up: {error.problem}", UNTIL_MENDED)
            return _rejected(work, error.problem, str(error), error.candidates)
        except Refused as error:
            return _rejected(work, FolioProblem.REFUSED, str(error))

    async def _try(self, work: PostCharge, attempt: Attempt, *, in_doubt: bool) -> Ending:
        known = await self._documents.get(properties.ref(work.property_id))
        if known is None:
            self._unsent.note(attempt)
            return Again("the property is not known yet", UNTIL_KNOWN)
        if known.property_id not in self._hotels and not known.takes_charges:
            # Nobody will mend this: it is meant. So a person is told, even in doubt.
            return _rejected(work, FolioProblem.NOT_CONNECTED, LOOK_FIRST if in_doubt else NO_PMS)
        hotel = self._connected(known, in_doubt=in_doubt)
        if work.amount.currency != known.sheet.currency:
            raise NotChargeable(FolioProblem.WRONG_CURRENCY, _two_currencies(work, known))
        posting = PostingTry(hotel, work, attempt)
        look_first = in_doubt or work.asked_before is not None or attempt.unseen is not None
        return await (posting.resume() if look_first else posting.start())

    def _connected(self, known: Property, *, in_doubt: bool) -> OperaHotel:
        """Raises `NotChargeable`. What is in doubt is still looked up after a change of mind."""
        hotel = self._hotels.get(known.property_id)
        if hotel is None or not (known.takes_charges or in_doubt):
            raise NotChargeable(FolioProblem.NOT_CONNECTED, NO_PMS)
        return hotel


def _two_currencies(work: PostCharge, known: Property) -> str:
    return f"the order is in {work.amount.currency}, the property in {known.sheet.currency}"


def _rejected(
    work: PostCharge,
    problem: FolioProblem,
    detail: str,
    candidates: tuple[Candidate, ...] = (),
) -> Done:
    rejected = PostingRejected(
        property_id=work.property_id,
        order_id=work.order_id,
        guest_id=work.guest_id,
        posting_id=work.posting_id,
        problem=problem,
        detail=detail[:DETAIL_LENGTH],
        candidates=candidates,
    )
    return Done([rejected])
