"""The PMS itself, in memory: who stays where, and what has been posted on whose folio."""

import itertools
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from secrets import token_urlsafe

from partners.journal import Journal
from partners.money import to_minor
from partners.opera.model import (
    STAYING,
    Charge,
    Environment,
    Hotel,
    OperaSetup,
    Posting,
    Reservation,
    ReservationChange,
    TransactionCode,
)
from partners.opera.refusals import ErrorCode, Refusal
from partners.opera.throttle import Throttle

POSTINGS_KEPT = 200_000
TOKENS_KEPT = 1_000


class HotelBook:
    """One hotel's reservations, by id and by room, and its transaction codes."""

    def __init__(self, hotel: Hotel) -> None:
        self.hotel = hotel
        self.codes: dict[str, TransactionCode] = {c.code: c for c in hotel.transaction_codes}
        self._reservations = {r.reservation_id: r for r in hotel.reservations}
        self._by_room: dict[str, list[str]] = defaultdict(list)
        for reservation in hotel.reservations:
            self._by_room[reservation.room].append(reservation.reservation_id)

    @property
    def business_date(self) -> date:
        """The hotel's trading day."""
        return self.hotel.business_date or datetime.now(UTC).date()

    @property
    def reservations(self) -> Iterable[Reservation]:
        """Every reservation, in the order they were loaded."""
        return self._reservations.values()

    def in_room(self, room: str) -> list[Reservation]:
        """Reservations of a room, whatever their status."""
        return [self._reservations[key] for key in self._by_room.get(room, ())]

    def reservation(self, reservation_id: str) -> Reservation:
        """Raises `Refusal` 404 for an unknown id."""
        found = self._reservations.get(reservation_id)
        if found is None:
            raise Refusal(
                HTTPStatus.NOT_FOUND,
                ErrorCode.RESERVATION_UNKNOWN,
                f"Reservation {reservation_id} does not exist in {self.hotel.hotel_id}.",
            )
        return found

    def change(self, reservation_id: str, change: ReservationChange) -> Reservation:
        """What reception does: move, check out, forbid postings."""
        old = self.reservation(reservation_id)
        new = old.model_copy(update=change.model_dump(exclude_none=True))
        self._by_room[old.room].remove(reservation_id)
        self._by_room[new.room].append(reservation_id)
        self._reservations[reservation_id] = new
        return new


class OperaCloud:
    """One environment (a chain): its credentials, hotels, tokens and postings."""

    def __init__(self) -> None:
        self.postings: Journal[Posting] = Journal(POSTINGS_KEPT)
        self.throttle = Throttle()
        self.reset()

    def reset(self) -> None:
        """Forgets everything; nobody can sign in until something is loaded again."""
        self.postings.clear()
        self.throttle.enabled = False
        self.environment: Environment | None = None
        self._books: dict[str, HotelBook] = {}
        self._tokens: dict[str, float] = {}
        self._balances: dict[tuple[str, str], int] = defaultdict(int)
        self._numbers = itertools.count(7_000_001)

    def load(self, setup: OperaSetup) -> None:
        """Replaces credentials, hotels and guests; postings made so far stay."""
        self.environment = setup.environment
        self._books = {hotel.hotel_id: HotelBook(hotel) for hotel in setup.hotels}
        self._tokens.clear()

    def book(self, hotel_id: str) -> HotelBook:
        """Raises `Refusal` 404 for an unknown hotel."""
        book = self._books.get(hotel_id)
        if book is None:
            raise Refusal(
                HTTPStatus.NOT_FOUND, ErrorCode.HOTEL_UNKNOWN, f"Hotel {hotel_id} is unknown."
            )
        return book

    def issue_token(self, environment: Environment) -> str:
        """A new bearer token, valid for the environment's number of seconds."""
        if len(self._tokens) >= TOKENS_KEPT:
            del self._tokens[next(iter(self._tokens))]
        token = token_urlsafe(32)
        self._tokens[token] = time.monotonic() + environment.token_seconds
        return token

    def token_is_valid(self, token: str) -> bool:
        """Whether the token was issued here and has not run out."""
        return self._tokens.get(token, 0.0) > time.monotonic()

    def expire_tokens(self) -> None:
        """Makes every token issued so far invalid."""
        self._tokens.clear()

    def post(
        self, book: HotelBook, reservation_id: str, charges: Sequence[Charge]
    ) -> list[Posting]:
        """Posts all charges or none.

        The same reference is posted again when sent again: the platform has no idempotency key.
        Raises `Refusal` for a reservation, code, currency or amount that cannot be posted.
        """
        reservation = book.reservation(reservation_id)
        _check_may_be_charged(reservation)
        posted = [self._posting(book, reservation, charge) for charge in charges]
        for posting in posted:
            self.postings.write(posting)
            self._balances[posting.hotel_id, posting.reservation_id] += posting.amount
        return posted

    def balance(self, hotel_id: str, reservation_id: str) -> int:
        """What the guest owes for what was posted here, in minor units."""
        return self._balances.get((hotel_id, reservation_id), 0)

    def folio(self, hotel_id: str, reservation_id: str) -> list[Posting]:
        """The postings of one reservation, oldest first."""
        return [
            posting
            for posting in self.postings
            if posting.reservation_id == reservation_id and posting.hotel_id == hotel_id
        ]

    def _posting(self, book: HotelBook, reservation: Reservation, charge: Charge) -> Posting:
        code = book.codes.get(charge.transaction_code)
        if code is None:
            raise Refusal(
                HTTPStatus.BAD_REQUEST,
                ErrorCode.TRANSACTION_CODE_UNKNOWN,
                f"Transaction code {charge.transaction_code} is not set up.",
            )
        price = _price(book.hotel, charge)
        return Posting(
            transaction_no=next(self._numbers),
            hotel_id=book.hotel.hotel_id,
            reservation_id=reservation.reservation_id,
            room=reservation.room,
            guest_name=f"{reservation.surname}, {reservation.given_name}",
            transaction_code=code.code,
            description=code.description,
            amount=price * charge.quantity,
            price=price,
            quantity=charge.quantity,
            currency=charge.currency,
            reference=charge.reference,
            check_number=charge.check_number,
            remark=charge.remark,
            folio_window=charge.folio_window,
            cashier_id=charge.cashier_id,
            external_ids=charge.external_ids,
            business_date=book.business_date,
            posted_at=datetime.now(UTC),
        )


def _check_may_be_charged(reservation: Reservation) -> None:
    if reservation.status not in STAYING:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            ErrorCode.NOT_IN_HOUSE,
            f"Reservation {reservation.reservation_id} is {reservation.status}.",
        )
    if reservation.no_post:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            ErrorCode.NO_POST,
            f"Reservation {reservation.reservation_id} does not allow postings.",
        )


def _price(hotel: Hotel, charge: Charge) -> int:
    if charge.currency != hotel.currency:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            ErrorCode.CURRENCY_NOT_ACCEPTED,
            f"{hotel.hotel_id} posts in {hotel.currency}, not in {charge.currency}.",
        )
    try:
        return to_minor(charge.unit_price, charge.currency)
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, ErrorCode.AMOUNT_INVALID, str(error)) from error
