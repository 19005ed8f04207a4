"""Trying a hut's account at a payment provider."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ConfigDict
from pydantic.config import JsonDict

from contracts.message import Instant
from contracts.payment_trials import TryPayments
from contracts.selling import PaymentMeans
from gateway.api.huts.admission import AtSelling
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/payment-means", tags=["selling"])

MeansPath = Annotated[PaymentMeans, Path(alias="means")]


TRIED: JsonDict = {"connected": True, "works": True, "tried_at": "2027-05-01T09:12:00Z"}


class PaymentsTestAnswer(Answer):
    """Without an account in the connections file it is not `connected`. `detail` is the provider's
    own word where it does not work."""

    model_config = ConfigDict(json_schema_extra={"examples": [TRIED]})
    connected: bool
    works: bool
    detail: str = ""
    tried_at: Instant


@router.post(
    "/{means}/test",
    operation_id="testPaymentMeans",
    summary="Try the account at a payment provider",
    responses=ASKS,
)
async def try_payments(
    here: AtSelling, means: MeansPath, write: Write
) -> PaymentsTestAnswer | Accepted:
    """Signs in and asks what changes nothing; no money moves."""
    claim = await write.claim(here.caller, here.property_id)
    message = TryPayments(property_id=here.property_id, means=means)
    location = f"/api/v1/properties/{here.property_id}/payment-means"
    return await write.asked(message, claim, here.caller, PaymentsTestAnswer, location)
