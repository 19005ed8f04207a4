"""Draws the page of a booking that is to be paid: where to pay, until when, and how it ended. It
looks again by itself; without scripts, too."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from contracts.properties import Language
from contracts.selling import PaymentMeans
from gateway.booking import written
from gateway.booking.page import PAGES
from gateway.booking.words import WORDS
from gateway.payments.model import PaymentStage
from gateway.payments.shown import GuestPayment

_AT_ONCE, _SOON = 1, 3
# Nothing is to be done: what comes next is on its way.
_PASSING = frozenset({PaymentStage.OPENING, PaymentStage.PAID, PaymentStage.KEPT})


def payment_page(
    payment: GuestPayment,
    language: Language,
    name: str,
    time_zone: str,
    book: str,
    doing: str,
    *,
    booked: bool = False,
) -> str:
    """`name` is the hut's, `book` where it is booked again. Of a stay that is `booked`, what a
    change has made due is paid: nothing can be given up. `doing` is what the guest does: `start`
    goes on to the provider at once; `back` comes from paying, and the provider is asked; `refused`
    comes from a card that was, and may pay with another."""
    back = doing == "back"
    words = WORDS[language]
    checking = payment.stage is PaymentStage.TAKING or (back and payment.stage is PaymentStage.OPEN)
    return PAGES.get_template("payment.html").render(
        payment=payment,
        language=language.value,
        words=words,
        name=name,
        title=words[_title(payment, checking=checking)],
        text=_text(payment, language, time_zone, checking=checking, booked=booked),
        booked=booked,
        refused=doing == "refused" and payment.stage is PaymentStage.OPEN,
        going=doing == "start",
        rest="" if booked else _rest(payment, language),
        do=words[f"{_kind(payment)}.do"].format(amount=_money(payment.amount, payment, language)),
        book=book,
        again_in=_again_in(payment, checking=checking),
    )


def _kind(payment: GuestPayment) -> str:
    """A card is left as a guarantee, or a sum is paid."""
    return "card" if payment.means is PaymentMeans.CARD_CAPTURE else "pay"


def _title(payment: GuestPayment, *, checking: bool) -> str:
    if payment.stage in (PaymentStage.ENDED, PaymentStage.REFUNDED):
        return "pay.ended.title"
    opening = payment.stage in _PASSING
    return "pay.checking.title" if checking or opening else f"{_kind(payment)}.title"


def _text(
    payment: GuestPayment, language: Language, time_zone: str, *, checking: bool, booked: bool
) -> str:
    words, amount = WORDS[language], _money(payment.amount, payment, language)
    if payment.stage is PaymentStage.REFUNDED:
        return words["pay.refunded"].format(amount=_money(payment.refunded, payment, language))
    if payment.stage is PaymentStage.ENDED:
        return words[f"pay.ended.{payment.reason or 'expired'}"]
    if payment.stage is PaymentStage.OPENING:
        return words["pay.opening"]
    if checking or payment.stage in _PASSING or payment.pays_until is None:
        return words["pay.checking"]
    if booked:
        return words["due"].format(amount=amount)
    until = payment.pays_until.astimezone(ZoneInfo(time_zone))
    return words[f"{_kind(payment)}.open"].format(
        when=written.instant(until, language),
        amount=amount,
        provider=words[f"pay.by.{payment.means or 'paypal'}"],
    )


def _rest(payment: GuestPayment, language: Language) -> str:
    rest = (payment.total or 0) - (payment.amount or 0)
    if not rest or payment.means is PaymentMeans.CARD_CAPTURE:
        return ""
    return WORDS[language]["pay.rest"].format(amount=_money(rest, payment, language))


def _again_in(payment: GuestPayment, *, checking: bool) -> int | None:
    """Seconds until the page is read again; None where nothing changes by itself any more."""
    if payment.stage in _PASSING:
        return _AT_ONCE
    return _SOON if checking else None


def _money(amount: int | None, payment: GuestPayment, language: Language) -> str:
    if amount is None or payment.currency is None:
        return ""
    return written.money(amount, payment.currency, language)
