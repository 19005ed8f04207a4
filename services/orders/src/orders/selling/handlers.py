"""How huts sell is taken over as inventory tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.catalogue import SellingState
from orders.selling.model import HutSelling, TermsKept, kept_terms, sellings, terms_id_of

table = HandlerTable("orders")


def _terms_ref(message: SellingState) -> Ref[TermsKept]:
    return kept_terms.ref(terms_id_of(message.property_id, message.selling.terms.version))


def _touched(message: SellingState) -> Sequence[Ref[Any]]:
    return (sellings.ref(message.property_id), _terms_ref(message))


@table.on_many(SellingState, touches=_touched)
def selling_told(documents: Documents, message: SellingState, context: Context) -> Changes:
    """Keep how the hut sells as of now, and each version of its terms for good."""
    id, terms = message.property_id, message.selling.terms
    told = HutSelling(property_id=id, revision=message.revision, selling=message.selling)
    changed: dict[Ref[Any], Document] = {sellings.ref(id): told}
    if terms.texts and documents[_terms_ref(message)] is None:
        kept = TermsKept(property_id=id, version=terms.version, texts=terms.texts)
        changed[_terms_ref(message)] = kept
    return Changes(changed)
