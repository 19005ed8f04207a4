"""Changing what a hut sells, part by part."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from contracts.catalogue import (
    SetClosures,
    SetMails,
    SetOpenings,
    SetRates,
    SetRules,
    SetStockTypes,
    SetSupplements,
    SetTerms,
)
from contracts.properties import Language
from contracts.selling import (
    HORIZON_DAYS,
    Mails,
    Night,
    Opening,
    RateLine,
    Rules,
    StockType,
    Supplement,
)
from gateway.api.examples.hut_bodies import (
    CLOSURES,
    MAILS,
    OPENINGS,
    RATES,
    RULES,
    STOCK_TYPES,
    SUPPLEMENTS,
    TERMS,
)
from gateway.api.from_json import FromJson
from gateway.api.huts.revisions import Change, Saved, selling_at
from gateway.api.texts import shown_text
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted
from gateway.selling.model import SellingPart

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["selling"])

Undercut = Annotated[
    bool,
    Field(
        strict=True,
        description="Change it even where less is left than is sold, whose nights were seen",
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RulesBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [RULES]})
    rules: Annotated[Rules, FromJson()]


class TermsBody(_Body):
    """Plain text, typed or pasted; an empty one takes the terms away."""

    model_config = ConfigDict(json_schema_extra={"examples": [TERMS]})
    text: Annotated[str, Field(max_length=60_000), AfterValidator(shown_text)]


class MailsBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [MAILS]})
    mails: Annotated[Mails, FromJson()]


class StockTypesBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [STOCK_TYPES]})
    stock_types: Annotated[tuple[StockType, ...], Field(max_length=40), FromJson()]
    undercut: Undercut = False


class OpeningsBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [OPENINGS]})
    openings: Annotated[tuple[Opening, ...], Field(max_length=400), FromJson()]
    undercut: Undercut = False


class RatesBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [RATES]})
    rates: Annotated[tuple[RateLine, ...], Field(max_length=200), FromJson()]


class SupplementsBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [SUPPLEMENTS]})
    supplements: Annotated[tuple[Supplement, ...], Field(max_length=100), FromJson()]


class ClosuresBody(_Body):
    """All nights that are to be ticked."""

    model_config = ConfigDict(json_schema_extra={"examples": [CLOSURES]})
    closed: Annotated[tuple[Night, ...], Field(max_length=HORIZON_DAYS), FromJson()]
    undercut: Undercut = False


@router.put(
    "/rules",
    operation_id="putRules",
    summary="Say how one may book",
    responses=ASKS,
)
async def put_rules(body: RulesBody, change: Change) -> Saved | Accepted:
    """A booking, unlike a pre-booking, needs a means of payment (R56)."""
    return await change.ask(
        SellingPart.RULES, body, lambda about, claim: SetRules(**about, rules=body.rules)
    )


@router.put(
    "/terms/{language}",
    operation_id="putTerms",
    summary="Write the terms of sale in a language",
    responses=ASKS,
)
async def put_terms(language: Language, body: TermsBody, change: Change) -> Saved | Accepted:
    """Guests accept them before they book; which version each accepted is kept with the stay."""
    return await change.ask(
        SellingPart.TERMS,
        body,
        lambda about, claim: SetTerms(**about, language=language, text=body.text),
    )


@router.put(
    "/mails",
    operation_id="putMails",
    summary="Write the words around the automatic mails",
    responses=ASKS,
)
async def put_mails(body: MailsBody, change: Change) -> Saved | Accepted:
    return await change.ask(
        SellingPart.MAILS, body, lambda about, claim: SetMails(**about, mails=body.mails)
    )


@router.put(
    "/stock-types",
    operation_id="putStockTypes",
    summary="Say which dormitories and rooms there are",
    responses=ASKS,
)
async def put_stock_types(body: StockTypesBody, change: Change) -> Saved | Accepted:
    """One with places sold from today on is not taken away."""
    return await change.ask(
        SellingPart.STOCK_TYPES,
        body,
        lambda about, claim: SetStockTypes(
            **about,
            stock_types=body.stock_types,
            today=change.here.today(claim.at),
            undercut=body.undercut,
        ),
    )


@router.put(
    "/openings",
    operation_id="putOpenings",
    summary="Say when how many places are sold",
    responses=ASKS,
)
async def put_openings(body: OpeningsBody, change: Change) -> Saved | Accepted:
    """The planning follows. Where less would be left than is sold, it is refused with those nights,
    unless `undercut` says that they were seen."""
    return await change.ask(
        SellingPart.OPENINGS,
        body,
        lambda about, claim: SetOpenings(
            **about,
            openings=body.openings,
            today=change.here.today(claim.at),
            undercut=body.undercut,
        ),
    )


@router.put("/rates", operation_id="putRates", summary="Set the prices of nights", responses=ASKS)
async def put_rates(body: RatesBody, change: Change) -> Saved | Accepted:
    """Stays keep the prices at which they were booked."""
    return await change.ask(
        SellingPart.RATES, body, lambda about, claim: SetRates(**about, rates=body.rates)
    )


@router.put(
    "/supplements",
    operation_id="putSupplements",
    summary="Say what is had besides",
    responses=ASKS,
)
async def put_supplements(body: SupplementsBody, change: Change) -> Saved | Accepted:
    return await change.ask(
        SellingPart.SUPPLEMENTS,
        body,
        lambda about, claim: SetSupplements(**about, supplements=body.supplements),
    )


@router.put(
    "/closures",
    operation_id="putClosures",
    summary="Tick the nights on which the hut is closed",
    responses=ASKS,
)
async def put_closures(body: ClosuresBody, change: Change, workings: Use) -> Saved | Accepted:
    """A ticked night is closed whatever its openings say (R24). Stays that are sold there stay
    sold: without `undercut` it is refused with their nights."""
    ticked = set((await selling_at(change.here, workings)).selling.closed)
    wanted = set(body.closed)
    return await change.ask(
        SellingPart.CLOSED,
        body,
        lambda about, claim: SetClosures(
            **about,
            close=tuple(sorted(wanted - ticked)),
            reopen=tuple(sorted(ticked - wanted)),
            undercut=body.undercut,
        ),
    )
