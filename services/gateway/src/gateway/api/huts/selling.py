"""What a hut sells, as it is now: whole, and part by part."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from contracts.properties import Language
from contracts.selling import Mails, Night, Opening, RateLine, Rules, Selling, StockType, Supplement
from gateway.api.huts.revisions import Sold
from gateway.api.problems import declared
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["selling"])
READS = declared(401, 403, 404, 422, 503)


class Revised(Answer):
    """Base of a part. `revision` is that of all that the hut sells, and the answer's `ETag`."""

    revision: int = Field(examples=[12])


class SellingAnswer(Revised):
    selling: Selling


class RulesAnswer(Revised):
    rules: Rules


class TermsAnswer(Revised):
    """The terms of sale in one language, and in which languages there are any. `version` goes up
    with each change of any of them."""

    version: int
    language: Language
    text: str
    languages: tuple[Language, ...]


class MailsAnswer(Revised):
    mails: Mails


class StockTypesAnswer(Revised):
    stock_types: tuple[StockType, ...]


class OpeningsAnswer(Revised):
    openings: tuple[Opening, ...]


class RatesAnswer(Revised):
    rates: tuple[RateLine, ...]


class SupplementsAnswer(Revised):
    supplements: tuple[Supplement, ...]


class ClosuresAnswer(Revised):
    """The nights that are ticked in the calendar, in order."""

    closed: tuple[Night, ...]


@router.get(
    "/selling",
    operation_id="getSelling",
    summary="All that a hut sells, and how",
    responses=READS,
)
async def get_selling(sold: Sold) -> SellingAnswer:
    """Before anything was said about it, a hut sells nothing, in its own currency."""
    return SellingAnswer(revision=sold.revision, selling=sold.selling)


@router.get(
    "/rules",
    operation_id="getRules",
    summary="How one may book: mode, deposit, days before",
    responses=READS,
)
async def get_rules(sold: Sold) -> RulesAnswer:
    return RulesAnswer(revision=sold.revision, rules=sold.selling.rules)


@router.get(
    "/terms/{language}",
    operation_id="getTerms",
    summary="The terms of sale in a language",
    responses=READS,
)
async def get_terms(language: Language, sold: Sold) -> TermsAnswer:
    """An empty text where there are none in this language."""
    terms = sold.selling.terms
    return TermsAnswer(
        revision=sold.revision,
        version=terms.version,
        language=language,
        text=terms.texts.get(language, ""),
        languages=tuple(one for one in Language if terms.texts.get(one)),
    )


@router.get(
    "/mails",
    operation_id="getMails",
    summary="The warden's words around the automatic mails, and their sender",
    responses=READS,
)
async def get_mails(sold: Sold) -> MailsAnswer:
    return MailsAnswer(revision=sold.revision, mails=sold.selling.mails)


@router.get(
    "/stock-types",
    operation_id="listStockTypes",
    summary="Dormitories and categories of rooms",
    responses=READS,
)
async def list_stock_types(sold: Sold) -> StockTypesAnswer:
    return StockTypesAnswer(revision=sold.revision, stock_types=sold.selling.stock_types)


@router.get(
    "/openings",
    operation_id="listOpenings",
    summary="When how many places are sold",
    responses=READS,
)
async def list_openings(sold: Sold) -> OpeningsAnswer:
    return OpeningsAnswer(revision=sold.revision, openings=sold.selling.openings)


@router.get("/rates", operation_id="listRates", summary="Prices of nights", responses=READS)
async def list_rates(sold: Sold) -> RatesAnswer:
    return RatesAnswer(revision=sold.revision, rates=sold.selling.rates)


@router.get(
    "/supplements",
    operation_id="listSupplements",
    summary="What is had besides, and its prices",
    responses=READS,
)
async def list_supplements(sold: Sold) -> SupplementsAnswer:
    return SupplementsAnswer(revision=sold.revision, supplements=sold.selling.supplements)


@router.get(
    "/closures",
    operation_id="listClosures",
    summary="Nights on which the hut is closed",
    responses=READS,
)
async def list_closures(sold: Sold) -> ClosuresAnswer:
    return ClosuresAnswer(revision=sold.revision, closed=sold.selling.closed)
