"""PayPal's books: orders, what is held, taken and given back of each, and repeats by their key."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from partners.journal import Journal
from partners.paypal.model import (
    Order,
    Part,
    PayPalConduct,
    PayPalMerchant,
    PayPalMove,
    PayPalSetup,
    Step,
)
from partners.paypal.refusals import PayPalRefusal, missing

Json = dict[str, Any]


class PayPalTill:
    """Everything that happens is in `moves`, so that a test can count what was taken of whom."""

    def __init__(self, moves: Journal[PayPalMove]) -> None:
        self.moves = moves
        self.reset()

    def reset(self) -> None:
        self.merchants: dict[str, PayPalMerchant] = {}
        self.orders: dict[str, Order] = {}
        self.conduct = PayPalConduct()
        # What was answered to a request's key (`PayPal-Request-Id`): the same again gets it again.
        self.answered: dict[tuple[str, str], str] = {}

    def load(self, setup: PayPalSetup) -> None:
        self.merchants = {one.client_id: one for one in setup.merchants}

    def create(self, merchant: PayPalMerchant, asked: Json) -> Order:
        """Raises `PayPalRefusal` 422 for an invoice number that was used before."""
        (unit,) = asked["purchase_units"]
        invoice = unit.get("invoice_id")
        used = (one.unit.get("invoice_id") for one in self.orders.values())
        if invoice is not None and invoice in used:
            raise PayPalRefusal(422, "DUPLICATE_INVOICE_ID", "Duplicate Invoice ID detected.")
        context = asked["payment_source"]["paypal"]["experience_context"]
        order = Order(
            id=secrets.token_hex(9)[:17].upper(),
            merchant=merchant,
            intent=asked["intent"],
            unit=unit,
            value=unit["amount"]["value"],
            currency=unit["amount"]["currency_code"],
            return_url=context["return_url"],
            cancel_url=context["cancel_url"],
            created_at=datetime.now(UTC),
        )
        self.orders[order.id] = order
        return order

    def order(self, id: str, merchant: PayPalMerchant | None = None) -> Order:
        """Raises `PayPalRefusal` 404, for another merchant's order, too."""
        order = self.orders.get(id)
        if order is None or merchant not in (None, order.merchant):
            raise missing()
        return order

    def approve(self, order: Order) -> bool:
        """The guest pays on PayPal's page; False where there is nothing to pay any more."""
        if order.status != "PAYER_ACTION_REQUIRED":
            return False
        order.status = "APPROVED"
        return True

    def authorise(self, order: Order) -> Part:
        if order.authorizations:
            raise PayPalRefusal(422, "ORDER_ALREADY_AUTHORIZED", "Order already authorized.")
        if order.status != "APPROVED":
            raise PayPalRefusal(422, "ORDER_NOT_APPROVED", "Payer has not yet approved the Order.")
        if self.conduct.decline_authorise:
            order.status = "PAYER_ACTION_REQUIRED"
            raise PayPalRefusal(
                422, "INSTRUMENT_DECLINED", "The instrument presented was declined."
            )
        order.status = "COMPLETED"
        return self._move(order, "authorise", order.authorizations, "CREATED", order.value)

    def of_authorization(self, id: str, merchant: PayPalMerchant) -> tuple[Order, Part]:
        return self._of(id, merchant, "authorizations")

    def capture(self, order: Order, held: Part, value: str) -> Part:
        if held.status == "CAPTURED":
            raise PayPalRefusal(422, "AUTHORIZATION_ALREADY_CAPTURED", "Already captured.")
        if held.status == "VOIDED":
            raise PayPalRefusal(422, "AUTHORIZATION_VOIDED", "The authorization is voided.")
        if Decimal(value) > Decimal(held.value):
            raise PayPalRefusal(422, "MAX_CAPTURE_AMOUNT_EXCEEDED", "More than was authorized.")
        if self.conduct.decline_capture:
            raise PayPalRefusal(422, "TRANSACTION_REFUSED", "PayPal's controls refuse it.")
        held.status = "CAPTURED"
        return self._move(order, "capture", order.captures, "COMPLETED", value)

    def void(self, order: Order, held: Part) -> None:
        if held.status == "CAPTURED":
            raise PayPalRefusal(422, "PREVIOUSLY_CAPTURED", "Captured, so it cannot be voided.")
        if held.status == "VOIDED":
            raise PayPalRefusal(422, "PREVIOUSLY_VOIDED", "It has been voided before.")
        held.status = "VOIDED"
        self._note(order, "void", held.value)

    def of_capture(self, id: str, merchant: PayPalMerchant) -> tuple[Order, Part]:
        return self._of(id, merchant, "captures")

    def refund(self, order: Order, taken: Part, value: str) -> Part:
        given = sum(Decimal(one.value) for one in order.refunds)
        if given + Decimal(value) > Decimal(taken.value):
            raise PayPalRefusal(422, "REFUND_AMOUNT_EXCEEDED", "More than was captured.")
        all_of_it = given + Decimal(value) == Decimal(taken.value)
        taken.status = "REFUNDED" if all_of_it else "PARTIALLY_REFUNDED"
        return self._move(order, "refund", order.refunds, "COMPLETED", value)

    def _of(self, id: str, merchant: PayPalMerchant, name: str) -> tuple[Order, Part]:
        for order in self.orders.values():
            for part in getattr(order, name):
                if part.id == id and order.merchant == merchant:
                    return order, part
        raise missing()

    def _move(self, order: Order, step: Step, to: list[Part], status: str, value: str) -> Part:
        part = Part(secrets.token_hex(9)[:17].upper(), status, value)
        to.append(part)
        self._note(order, step, value)
        return part

    def _note(self, order: Order, step: Step, value: str) -> None:
        self.moves.write(
            PayPalMove(
                at=datetime.now(UTC),
                property_id=order.merchant.property_id,
                order_id=order.id,
                custom_id=order.custom_id,
                step=step,
                value=value,
                currency=order.currency,
            )
        )
