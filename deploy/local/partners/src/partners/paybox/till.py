"""Paybox's books: who is on the page, what is held, taken and given back under each reference."""

import hmac
import itertools
import secrets
from datetime import UTC, datetime

from partners.journal import Journal
from partners.paybox.model import (
    CANCELLED,
    HELD,
    REFUNDED,
    TAKEN,
    PayboxConduct,
    PayboxMerchant,
    PayboxMove,
    PayboxSetup,
    Step,
    Transaction,
    Visit,
)


class PageRefusal(Exception):
    """The page shows nothing to pay; the text says why."""


class DirectRefusal(Exception):
    """Paybox Direct's answer other than done."""

    def __init__(self, code: str, comment: str) -> None:
        super().__init__(comment)
        self.code = code


class PayboxTill:
    """Everything that happens is in `moves`, so that a test can count what was taken of whom."""

    def __init__(self, moves: Journal[PayboxMove]) -> None:
        self.moves = moves
        self.reset()

    def reset(self) -> None:
        self.merchants: dict[tuple[str, str], PayboxMerchant] = {}
        self.visits: dict[str, Visit] = {}
        self.transactions: list[Transaction] = []
        self.conduct = PayboxConduct()
        self._numbers = itertools.count(5_329_117)

    def load(self, setup: PayboxSetup) -> None:
        self.merchants = {(one.site, one.rang): one for one in setup.merchants}

    def visit(self, fields: dict[str, str]) -> Visit:
        """A guest comes with a form. Raises `PageRefusal` for one that is not signed as it is."""
        merchant = self.merchants.get((fields.get("PBX_SITE", ""), fields.get("PBX_RANG", "")))
        if merchant is None or merchant.identifiant != fields.get("PBX_IDENTIFIANT"):
            raise PageRefusal("unknown site, rank or identifier")
        signed = "&".join(f"{name}={value}" for name, value in fields.items() if name != "PBX_HMAC")
        key = bytes.fromhex(merchant.hmac_key)
        expected = hmac.digest(key, signed.encode(), "sha512").hex().upper()
        if not hmac.compare_digest(expected, fields.get("PBX_HMAC", "")):
            raise PageRefusal("the signature does not fit")
        visit = Visit(secrets.token_hex(12), merchant, fields)
        self.visits[visit.id] = visit
        return visit

    def pay(self, visit: Visit) -> Transaction | None:
        """The bank holds the sum; None where it does not. A reference is paid once."""
        known = self.held(visit.merchant, visit.reference)
        if known is not None:
            return known
        if self.conduct.refuse_cards:
            return None
        currency = visit.fields["PBX_DEVISE"]
        return self._enter(visit.merchant, visit.reference, visit.amount, currency, "authorise")

    def held(self, merchant: PayboxMerchant, reference: str) -> Transaction | None:
        found = (
            one
            for one in self.transactions
            if (one.merchant, one.reference) == (merchant, reference)
        )
        return next(found, None)

    def merchant(self, site: str, rang: str, key: str) -> PayboxMerchant:
        merchant = self.merchants.get((site, rang))
        if merchant is None or merchant.direct_key != key:
            raise DirectRefusal("00006", "Access refused")
        return merchant

    def numbered(self, merchant: PayboxMerchant, call: str, number: str) -> Transaction:
        for one in self.transactions:
            if (one.merchant, one.call, one.number) == (merchant, call, number):
                return one
        raise DirectRefusal("00007", "Unknown transaction")

    def capture(self, held: Transaction, amount: int) -> None:
        if held.status != HELD or amount > held.amount:
            raise DirectRefusal("00015", f"Not possible: {held.status}")
        if self.conduct.decline_capture:
            raise DirectRefusal("00105", "Authorisation refused")
        held.status = TAKEN
        self._note(held, "capture", amount)

    def cancel(self, held: Transaction) -> None:
        if held.status != HELD:
            raise DirectRefusal("00015", f"Not possible: {held.status}")
        held.status = CANCELLED
        self._note(held, "cancel", held.amount)

    def refund(self, taken: Transaction, amount: int, reference: str) -> Transaction:
        """A transaction of its own, each time that it is asked for."""
        if taken.status not in (TAKEN, REFUNDED) or sum(taken.refunds) + amount > taken.amount:
            raise DirectRefusal("00015", f"Not possible: {taken.status}")
        taken.refunds.append(amount)
        taken.status = REFUNDED
        return self._enter(taken.merchant, reference, amount, taken.currency, "refund")

    def _enter(
        self, merchant: PayboxMerchant, reference: str, amount: int, currency: str, step: Step
    ) -> Transaction:
        number = next(self._numbers)
        call, own = f"{number + 4_915_695:010d}", f"{number:010d}"
        status = HELD if step == "authorise" else REFUNDED
        made = Transaction(merchant, reference, amount, currency, call, own, status)
        self.transactions.append(made)
        self._note(made, step, amount)
        return made

    def _note(self, about: Transaction, step: Step, amount: int) -> None:
        self.moves.write(
            PayboxMove(
                at=datetime.now(UTC),
                property_id=about.merchant.property_id,
                reference=about.reference,
                step=step,
                amount=amount,
                currency=about.currency,
            )
        )
