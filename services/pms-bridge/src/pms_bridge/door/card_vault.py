"""`POST /webhooks/card-vault/{property}`: a card vault says that something happened to a guarantee.

Signed as an ordering page signs (`Comptoir-Signature`). What it says is not believed beyond that:
the guarantee is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from contracts.message import PropertyId
from pms_bridge.connections import CardVault
from pms_bridge.door.description import Parameter, operation
from pms_bridge.door.endpoint import Answer, Call, HotRoute
from pms_bridge.door.payment_news import have_looked_at, ours_in
from pms_bridge.door.problems import Reason, field_errors, not_let_in, unprocessable
from pms_bridge.door.signatures import Signed, ordering_page_signed

_SIGNATURE = b"comptoir-signature"


class VaultEvent(BaseModel):
    """`reference` is the one that the guarantee was opened under."""

    id: str = Field(min_length=1, max_length=100, examples=["ev-9f2c"])
    reference: str = Field(max_length=200)


def card_vault(
    accounts: Mapping[PropertyId, CardVault], runtime: Runtime, clock: Callable[[], float]
) -> HotRoute:
    """Of every property's account."""

    async def take(call: Call) -> Answer:
        property_id = call.path["property"]
        account = accounts.get(property_id)
        if account is None:
            raise not_let_in(Reason.UNKNOWN_CALLER)
        _verify(account, call, clock())
        event = _read(call.body)
        ours = ours_in(event.reference)
        if ours is not None:
            await have_looked_at(runtime, ours, property_id, "card-vault", event.id)
        return Answer(HTTPStatus.OK)

    return HotRoute("/webhooks/card-vault/{property}", take, _OPERATION)


def _verify(account: CardVault, call: Call, now: float) -> None:
    """Raises `ProblemFound` 401."""
    secrets = (account.webhook_secret,)
    match ordering_page_signed(call.header(_SIGNATURE), call.body, secrets, now):
        case Signed.WRONG:
            raise not_let_in(Reason.WRONG_SIGNATURE)
        case Signed.STALE:
            raise not_let_in(Reason.STALE_SIGNATURE)
        case Signed.RIGHT:
            pass


def _read(body: bytes) -> VaultEvent:
    """Raises `ProblemFound` 422."""
    try:
        return VaultEvent.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The event cannot be read.", field_errors(error)) from None


_OPERATION = operation(
    "reportVaultEvent",
    summary="Take an event of a card vault",
    tag="payments",
    parameters=(
        Parameter("property", "path", "The property whose account it is"),
        Parameter("Comptoir-Signature", "header", "Time and HMAC of the body"),
    ),
    body=VaultEvent,
    success=(HTTPStatus.OK, "Taken, or of no use to us", None),
)
