"""Who may call the bridge and whom it calls, with their secrets: one JSON file, read at start.

The file is described in docs/guides/connections.md.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)

from contracts.message import PropertyId
from contracts.money import Rate

# The effect worker's lease, and so the pause after a crash, is reckoned from the longest call.
LONGEST_TIMEOUT_SECONDS = 15

PartnerId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Secret = Annotated[SecretStr, Field(min_length=16, max_length=200)]
# Of the header `x-app-key` in the published specification.
_APP_KEY = re.compile(r"[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89abAB][a-f0-9]{3}-[a-f0-9]{12}")
TransactionCode = Annotated[str, Field(min_length=1, max_length=80)]


class ConnectionsInvalid(Exception):
    """The connections file cannot be used; names each field and why, never a value."""


def _each_rate_once(codes: dict[str, str]) -> dict[str, str]:
    if len({Decimal(rate) for rate in codes}) != len(codes):
        raise ValueError("two keys are the same rate")
    return codes


def _is_app_key(key: SecretStr) -> SecretStr:
    if not _APP_KEY.fullmatch(key.get_secret_value()):
        raise ValueError("not of the form of an application key, a UUID of version 4 in lower case")
    return key


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class OrderingPage(_Entry):
    """A page where guests order: for which properties, and the secrets it signs with (two while
    one is being replaced). At `callback_url` it takes what the hotel has for it, signed by us with
    `callback_secret`."""

    properties: Annotated[frozenset[PropertyId], Field(min_length=1)]
    secrets: Annotated[tuple[Secret, ...], Field(min_length=1, max_length=2)]
    callback_url: HttpUrl | None = None
    callback_secret: Secret | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=LONGEST_TIMEOUT_SECONDS)] = 10

    @model_validator(mode="after")
    def _callbacks_are_signed(self) -> Self:
        if (self.callback_url is None) != (self.callback_secret is None):
            raise ValueError("callback_url and callback_secret are given together or not at all")
        return self


class UberDirectAccount(_Entry):
    """An account with the delivery partner. `partner_id` is the ordering page whose reference it
    carries as `external_id`."""

    property_id: PropertyId
    partner_id: PartnerId
    signing_keys: Annotated[
        tuple[Annotated[SecretStr, Field(min_length=1)], ...], Field(min_length=1, max_length=5)
    ]


class Grant(StrEnum):
    """How OPERA's identity server hands out a token (`getToken`)."""

    CLIENT_CREDENTIALS = "client_credentials"
    PASSWORD = "password"  # noqa: S105 - the name of a grant


class OperaConnection(_Entry):
    """A hotel in an OPERA Cloud environment.

    `transaction_codes` names the hotel's code for each tax rate. `settle_seconds` is how long OPERA
    may still carry out a request whose caller has given up: only then does "not found" count.
    """

    gateway: HttpUrl
    hotel_id: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^/\s]+$")]
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: SecretStr
    app_key: Annotated[SecretStr, AfterValidator(_is_app_key)]
    grant: Grant
    scope: str | None = None
    username: str | None = None
    password: SecretStr | None = None
    enterprise_id: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")] | None = None
    cashier_id: int | None = None
    folio_window: Annotated[int, Field(ge=1, le=99)] = 1
    transaction_codes: Annotated[dict[Rate, TransactionCode], AfterValidator(_each_rate_once)]
    settle_seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    timeout_seconds: Annotated[float, Field(gt=0, le=LONGEST_TIMEOUT_SECONDS)] = 10

    @model_validator(mode="after")
    def _grant_has_what_it_needs(self) -> Self:
        if self.grant is Grant.CLIENT_CREDENTIALS and not self.scope:
            raise ValueError("scope is missing: the grant client_credentials needs it")
        if self.grant is Grant.PASSWORD and not (self.username and self.password):
            raise ValueError("username or password is missing: the grant password needs both")
        return self

    @property
    def base_url(self) -> str:
        return str(self.gateway).rstrip("/")

    def transaction_code(self, rate: str) -> str | None:
        """The hotel's code for a tax rate: 5.5 and 5.50 are one rate. None where none is set."""
        wanted = Decimal(rate)
        for known, code in self.transaction_codes.items():
            if Decimal(known) == wanted:
                return code
        return None


class PayPalAccount(_Entry):
    """A property's own PayPal account: it is the merchant, and gets the money. `api` is
    https://api-m.paypal.com, or the sandbox's. Webhooks of the id `webhook_id` come to
    `/webhooks/paypal/PROPERTY` of the bridge's door."""

    api: HttpUrl
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: SecretStr
    webhook_id: Annotated[str, Field(min_length=1, max_length=50)]
    timeout_seconds: Annotated[float, Field(gt=0, le=LONGEST_TIMEOUT_SECONDS)] = 10

    @property
    def base_url(self) -> str:
        return str(self.api).rstrip("/")


def _is_hexadecimal(key: SecretStr) -> SecretStr:
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2}){16,128}", key.get_secret_value()):
        raise ValueError("not hexadecimal text, as Paybox's back office shows it")
    return key


def _is_rsa_key(text: str) -> str:
    try:
        key = load_pem_public_key(text.encode())
    except ValueError:
        raise ValueError("not a public key in PEM form") from None
    if not isinstance(key, RSAPublicKey):
        raise ValueError("not an RSA key")
    return text


class PayboxAccount(_Entry):
    """A property's own account at Paybox: it is the merchant, and gets the money. `page` is where
    its guests pay, `direct` its server-to-server door (an option of the account). Paybox answers to
    `answered_to`/PROPERTY, which is `/webhooks/paybox` of the bridge's door as the world reaches
    it, signed with the key whose public half is `public_key`. `receipts_to` gets Paybox's own
    receipts: it is told nobody's address. `settle_seconds` is how long Paybox may still carry out a
    refund whose caller has given up."""

    page: HttpUrl
    direct: HttpUrl
    site: Annotated[str, Field(pattern=r"^[0-9]{7}$")]
    rang: Annotated[str, Field(pattern=r"^[0-9]{2,3}$")]
    identifiant: Annotated[str, Field(pattern=r"^[0-9]{1,9}$")]
    hmac_key: Annotated[SecretStr, AfterValidator(_is_hexadecimal)]
    direct_key: Annotated[SecretStr, Field(min_length=8, max_length=64)]
    public_key: Annotated[str, AfterValidator(_is_rsa_key)]
    answered_to: HttpUrl
    receipts_to: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=120)]
    settle_seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    timeout_seconds: Annotated[float, Field(gt=0, le=LONGEST_TIMEOUT_SECONDS)] = 10

    @property
    def answered_at(self) -> str:
        return str(self.answered_to).rstrip("/")

    def verifying_key(self) -> RSAPublicKey:
        key = load_pem_public_key(self.public_key.encode())
        assert isinstance(key, RSAPublicKey)  # noqa: S101 - looked at when it was read
        return key


class CardVault(_Entry):
    """A property's own account at a card vault, which keeps its guests' cards and charges them for
    it. `keeper` is its name as people know it. Its webhooks come to `/webhooks/card-vault/PROPERTY`
    of the bridge's door, signed with `webhook_secret`."""

    api: HttpUrl
    keeper: Annotated[str, Field(min_length=1, max_length=60)]
    key: Secret
    webhook_secret: Secret
    timeout_seconds: Annotated[float, Field(gt=0, le=LONGEST_TIMEOUT_SECONDS)] = 10

    @property
    def base_url(self) -> str:
        return str(self.api).rstrip("/")


class Connections(_Entry):
    """All connections of one installation, each by the name it is known under."""

    ordering_pages: dict[PartnerId, OrderingPage] = {}
    uber_direct: dict[PartnerId, UberDirectAccount] = {}
    opera: dict[PropertyId, OperaConnection] = {}
    paypal: dict[PropertyId, PayPalAccount] = {}
    paybox: dict[PropertyId, PayboxAccount] = {}
    card_vault: dict[PropertyId, CardVault] = {}

    @model_validator(mode="after")
    def _accounts_belong_to_pages(self) -> Self:
        for name, account in self.uber_direct.items():
            page = self.ordering_pages.get(account.partner_id)
            if page is None:
                raise ValueError(f"uber_direct.{name}.partner_id names no ordering page")
            if account.property_id not in page.properties:
                raise ValueError(f"uber_direct.{name}.property_id is not one of that page's")
        return self

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file. Raises `ConnectionsInvalid`."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ConnectionsInvalid(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            # Not chained: pydantic's own text of some errors quotes the input, which is secret.
            raise ConnectionsInvalid(f"{path}: {_problems(error)}") from None


def _problems(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    )
