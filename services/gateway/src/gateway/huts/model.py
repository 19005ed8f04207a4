"""A hut's sheet as it is now, and who changed which part of it last."""

from __future__ import annotations

from chassis.documents import Collection, Ref
from contracts.huts import HutSheet
from gateway.huts.revised import RevisedView

# What is changed by itself; named as the fields of `HutSheet` are.
SHEET_PARTS = tuple(HutSheet.model_fields)


class HutView(RevisedView):
    sheet: HutSheet


HUTS = Collection("huts", HutView)


def sheet_ref(property_id: str) -> Ref[HutView]:
    """Not the property's own id, which is that of what it sells: the two count their news apart."""
    return HUTS.ref(f"{property_id}/sheet")


def undescribed(property_id: str) -> HutView:
    """A hut of which nothing was said yet."""
    return HutView(property_id=property_id, sheet=HutSheet())
