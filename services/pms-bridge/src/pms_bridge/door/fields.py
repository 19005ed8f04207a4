"""The kinds of values that ordering pages send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from contracts.message import Instant
from contracts.money import Rate, TaxLine
from pms_bridge.door.problems import FieldError

# Ten million in most currencies: more than any meal, and far from where sums would overflow.
MOST = 10**9

Minor = Annotated[int, Field(strict=True, ge=-MOST, le=MOST, description="minor units, tax incl.")]
ExternalId = Annotated[str, Field(pattern=r"^[!-~]{1,64}$", examples=["LUM-20261123-0042"])]


_WRITTEN_OUT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _without_control_characters(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("must be printable text")
    return text


def _written_out(value: Any) -> Any:
    """Not as a number of seconds, which pydantic would read too."""
    if not isinstance(value, str) or not _WRITTEN_OUT.match(value):
        raise ValueError("must be written out, as 2026-11-23T19:40:00Z or 2026-11-23")
    return value


Moment = Annotated[Instant, BeforeValidator(_written_out)]
Day = Annotated[date, BeforeValidator(_written_out)]
Line = Annotated[str, AfterValidator(_without_control_characters)]


class Body(BaseModel):
    """What we do not know is ignored, so that a page may send more than we read."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class SentTaxLine(Body):
    """What falls under one rate."""

    name: Annotated[Line, Field(min_length=1, max_length=60, examples=["TVA 10 %"])]
    rate: Annotated[Rate, Field(examples=["10.00"])]
    net: Annotated[Minor, Field(examples=[2273])]
    tax: Annotated[Minor, Field(examples=[227])]

    def as_ours(self) -> TaxLine:
        return TaxLine(name=self.name, rate=self.rate, net=self.net, tax=self.tax)


def tax_contradictions(
    lines: Sequence[SentTaxLine], total: int, total_name: str = "total"
) -> list[FieldError]:
    """What does not add up (O16: what is collected is the sum of all tax lines)."""
    found = []
    taxed = sum(line.net + line.tax for line in lines)
    rates = [Decimal(line.rate) for line in lines]
    if taxed != total:
        reason = f"net and tax add up to {taxed}, {total_name} is {total}"
        found.append(FieldError(field="tax_lines", reason=reason))
    if len(set(rates)) != len(rates):
        found.append(FieldError(field="tax_lines", reason="two tax lines have the same rate"))
    return found
