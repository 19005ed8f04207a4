"""The form with which a guest comes to Paybox's page, signed so that nobody changes the sum on the
way.

Source: Paybox System, "Appel de la page de paiement". The signature is HMAC-SHA512 over
`NAME=value&...`, not URL-encoded, in the order of the fields; the key is hexadecimal text.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime

from contracts.payments import FormField
from contracts.properties import Language
from pms_bridge.connections import PayboxAccount
from pms_bridge.payments.provider import came_back
from pms_bridge.payments.work import AskProvider

# ISO 4217, list one: what Paybox calls a currency.
CURRENCIES = {
    "EUR": "978",
    "CHF": "756",
    "GBP": "826",
    "USD": "840",
    "CZK": "203",
    "DKK": "208",
    "NOK": "578",
    "SEK": "752",
}
_LANGUAGES = {
    Language.FR: "FRA",
    Language.EN: "GBR",
    Language.IT: "ITA",
    Language.DE: "DEU",
    Language.ES: "ESP",
}
# What the answer says, its signature last.
ANSWER = "Mt:M;Ref:R;Auto:A;Appel:T;Trans:S;Erreur:E;sign:K"
# Paybox takes no sum of fewer digits.
_SUM_DIGITS = 3


def reference_of(work: AskProvider) -> str:
    """Under which Paybox knows the payment."""
    return f"{work.order_id}.{work.payment_id}"


def payment_form(account: PayboxAccount, work: AskProvider, now: datetime) -> tuple[FormField, ...]:
    """For a currency of `CURRENCIES`. Nothing of the guest's is told: receipts go to the hut."""
    back = came_back(work.return_to, "back")
    fields = {
        "PBX_SITE": account.site,
        "PBX_RANG": account.rang,
        "PBX_IDENTIFIANT": account.identifiant,
        "PBX_TOTAL": f"{work.amount:0{_SUM_DIGITS}d}",
        "PBX_DEVISE": CURRENCIES[work.currency],
        "PBX_CMD": reference_of(work),
        "PBX_PORTEUR": account.receipts_to,
        "PBX_RETOUR": ANSWER,
        "PBX_EFFECTUE": back,
        "PBX_REFUSE": came_back(work.return_to, "refused"),
        "PBX_ANNULE": came_back(work.return_to, "given-up"),
        "PBX_ATTENTE": back,
        "PBX_REPONDRE_A": f"{account.answered_at}/{work.property_id}",
        "PBX_RUF1": "POST",
        "PBX_AUTOSEULE": "O",
        "PBX_LANGUE": _LANGUAGES[work.language],
        "PBX_HASH": "SHA512",
        "PBX_TIME": now.isoformat(timespec="seconds"),
    }
    form = tuple(FormField(name=name, value=value) for name, value in fields.items())
    key = bytes.fromhex(account.hmac_key.get_secret_value())
    return (*form, FormField(name="PBX_HMAC", value=signature_of(form, key)))


def signature_of(form: Iterable[FormField], key: bytes) -> str:
    """Upper-case hexadecimal, over the fields in their order."""
    signed = "&".join(f"{field.name}={field.value}" for field in form)
    return hmac.digest(key, signed.encode(), "sha512").hex().upper()
