"""What sales come to: PRE-RESAS, RESAS and TOTAL, by month and by year (R41)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from gateway.board.card import Answer
from gateway.figures.period import Period
from gateway.stays.model import ShareState


class Sales(Answer):
    """How many stays, and what they come to in minor units."""

    count: int
    total: int


class Totals(Answer):
    """PRE-RESAS, which nobody has confirmed yet, and RESAS apart, and both together."""

    options: Sales
    firm: Sales
    all: Sales


class MonthTotals(Totals):
    month: Annotated[str, Field(examples=["2027-07"])]


class YearTotals(Totals):
    year: int
    months: tuple[MonthTotals, ...]


class OtherTotals(Totals):
    """What was sold in another currency than the hut's of now."""

    currency: str


class SalesTotals(Totals):
    """What was booked on the days from `from` to `to`, both included, and stands: as it was at the
    end of `as_of`, which is today unless asked otherwise. Years and months without sales are left
    out."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    as_of: date
    currency: str
    years: tuple[YearTotals, ...]
    other_money: tuple[OtherTotals, ...]


@dataclass
class _Sum:
    """Totals in the making, by state."""

    count: dict[ShareState, int] = field(default_factory=lambda: defaultdict(int))
    total: dict[ShareState, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, state: ShareState, row: Mapping[str, Any]) -> None:
        self.count[state] += row["count"]
        self.total[state] += row["total"]

    def said(self) -> dict[str, Sales]:
        options, firm = (
            Sales(count=self.count[state], total=self.total[state])
            for state in (ShareState.OPTION, ShareState.FIRM)
        )
        both = Sales(count=options.count + firm.count, total=options.total + firm.total)
        return {"options": options, "firm": firm, "all": both}


def totals_of(
    rows: Iterable[Mapping[str, Any]], period: Period, as_of: date, currency: str
) -> SalesTotals:
    """The groups of `counting.count_sales`, summed up."""
    all_of_it = _Sum()
    months: dict[str, _Sum] = defaultdict(_Sum)
    others: dict[str, _Sum] = defaultdict(_Sum)
    for row in rows:
        group, state = row["_id"], ShareState(row["_id"]["state"])
        if group["currency"] != currency:
            others[group["currency"]].add(state, row)
            continue
        all_of_it.add(state, row)
        months[group["month"]].add(state, row)
    return SalesTotals(
        **all_of_it.said(),
        first=period.first,
        last=period.last,
        as_of=as_of,
        currency=currency,
        years=_years(months),
        other_money=tuple(
            OtherTotals(currency=name, **others[name].said()) for name in sorted(others)
        ),
    )


def _years(months: Mapping[str, _Sum]) -> tuple[YearTotals, ...]:
    """The newest year first, its months in order."""
    by_year: dict[int, list[str]] = defaultdict(list)
    for month in sorted(months):
        by_year[int(month[:4])].append(month)
    return tuple(
        YearTotals(
            year=year,
            months=tuple(MonthTotals(month=one, **months[one].said()) for one in by_year[year]),
            **_together(months[one] for one in by_year[year]).said(),
        )
        for year in sorted(by_year, reverse=True)
    )


def _together(sums: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for one in sums:
        for state in (ShareState.OPTION, ShareState.FIRM):
            whole.add(state, {"count": one.count[state], "total": one.total[state]})
    return whole
