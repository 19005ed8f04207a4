"""How a hut sells, as inventory last told it, and the terms of sale that its guests accepted."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.selling import Selling, Texts


class HutSelling(Document):
    """Kept under the property's id."""

    property_id: str
    revision: int
    selling: Selling


class TermsKept(Document):
    """One version of a hut's terms of sale, under `terms_id_of`. It is kept for good: a stay names
    the version that its guest accepted (R06), and inventory keeps only the newest."""

    property_id: str
    version: int
    texts: Texts


sellings = Collection("sellings", HutSelling)
kept_terms = Collection("kept_terms", TermsKept)


def terms_id_of(property_id: str, version: int) -> str:
    return f"{property_id}/terms/{version}"
