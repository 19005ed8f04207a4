"""How reservations and postings look on the wire (`reservationInfoType`, `summaryPostingType`)."""

from collections.abc import Iterable
from typing import Any

from partners.money import to_number
from partners.opera.cloud import HotelBook
from partners.opera.model import STAYING, Posting, Reservation

Json = dict[str, Any]


def money(minor: int, currency: str) -> Json:
    """`currencyAmountType`."""
    return {"amount": to_number(minor, currency), "currencyCode": currency}


def reservation_info(
    book: HotelBook, reservation: Reservation, sharers: Iterable[Reservation], balance: int
) -> Json:
    """`reservationInfoType`; a no-post guest has the restriction and lacks `PostCharge`."""
    owed = money(balance, book.hotel.currency)
    info: Json = {
        "reservationIdList": [
            {"id": reservation.reservation_id, "type": "Reservation"},
            {"id": reservation.confirmation, "type": "Confirmation"},
        ],
        "roomStay": {
            "arrivalDate": reservation.arrival.isoformat(),
            "departureDate": reservation.departure.isoformat(),
            "adultCount": 1,
            "childCount": 0,
            "roomType": reservation.room_type,
            "numberOfRooms": 1,
            "roomId": reservation.room,
            "balance": owed,
            "pseudoRoom": False,
        },
        "reservationGuest": _guest(reservation),
        "sharedGuests": [_sharer(sharer) for sharer in sharers],
        "reservationPaymentMethod": {"paymentMethod": "CA", "folioView": 1},
        "reservationFolioWindows": [
            {"folioWindowNo": 1, "balance": owed, "paymentMethod": "CA"},
        ],
        "cashiering": {"billingPrivileges": {"postingRestriction": reservation.no_post}},
        "allowedActions": _allowed_actions(reservation),
        "hotelId": book.hotel.hotel_id,
        "hotelName": book.hotel.name,
        "roomStayReservation": True,
        "reservationStatus": str(reservation.status),
        "openFolio": reservation.status in STAYING,
    }
    return info


def _guest(reservation: Reservation) -> Json:
    guest: Json = {
        "givenName": reservation.given_name,
        "surname": reservation.surname,
        "fullName": f"{reservation.surname}, {reservation.given_name}",
        "id": reservation.profile_id,
        "type": "Profile",
    }
    if reservation.language is not None:
        guest["language"] = reservation.language
    if reservation.phone is not None:
        guest["phoneNumber"] = reservation.phone
    return guest


def _sharer(reservation: Reservation) -> Json:
    return {
        "profileId": {"id": reservation.profile_id, "type": "Profile"},
        "reservationId": {"id": reservation.reservation_id, "type": "Reservation"},
        "firstName": reservation.given_name,
        "lastName": reservation.surname,
        "fullName": f"{reservation.surname}, {reservation.given_name}",
    }


def _allowed_actions(reservation: Reservation) -> list[str]:
    if reservation.status not in STAYING:
        return []
    return ["Move"] if reservation.no_post else ["PostCharge", "Move"]


def posting_line(posting: Posting) -> Json:
    """The fields `summaryPostingType` and `detailPostingType` share."""
    side = "debitAmount" if posting.amount >= 0 else "creditAmount"
    amount = money(posting.amount, posting.currency)
    day = posting.business_date.isoformat()
    line: Json = {
        "transactionNo": posting.transaction_no,
        "transactionCode": posting.transaction_code,
        "transactionDescription": posting.description,
        "transactionType": "Revenue",
        "transactionAmount": amount["amount"],
        "transactionDate": day,
        "postingDate": day,
        "revenueDate": day,
        "postedAmount": amount,
        side: money(abs(posting.amount), posting.currency),
        "price": money(posting.price, posting.currency),
        "quantity": posting.quantity,
        "folioWindowNo": posting.folio_window,
        "receiptNo": posting.transaction_no - 7_000_000,
    }
    optional = {
        "reference": posting.reference,
        "checkNo": posting.check_number,
        "remark": posting.remark,
        "financialTransactionIdList": posting.external_ids or None,
        "cashierInfo": posting.cashier_id and {"cashierId": posting.cashier_id},
    }
    return line | {name: value for name, value in optional.items() if value is not None}


def journal_line(posting: Posting) -> Json:
    """`detailPostingType`: a line of the hotel's journal, with the guest it belongs to."""
    return posting_line(posting) | {
        "hotelId": posting.hotel_id,
        "guestInfo": {
            "reservationId": {"id": posting.reservation_id, "type": "Reservation"},
            "guestName": posting.guest_name,
            "roomId": posting.room,
        },
    }
