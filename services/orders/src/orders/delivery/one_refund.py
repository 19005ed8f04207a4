"""Which reports of a partner are of one and the same refund (O19, O20).

A courier company tells of a refund under an id of its own, the ordering page under that id or
another and with the claim that it comes of, and the decision about the claim brings it a third
time. Whatever shares an id, of a refund or of a claim, is one refund, however long the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orders.delivery.model import Refund


def ids_of(refund: Refund) -> frozenset[str]:
    """By what a report names its refund: a decision's is the claim's own id, so both kinds of ids
    are of one kind here."""
    return frozenset({refund.refund_id, refund.claim_id or refund.refund_id})


def told_as(refund: Refund) -> str:
    """The id under which a report is told: its claim's, where it names one."""
    return refund.claim_id or refund.refund_id


class OneRefund(NamedTuple):
    """All reports of one refund, in the order in which they count."""

    reports: tuple[Refund, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset().union(*(ids_of(report) for report in self.reports))

    @property
    def claim_id(self) -> str | None:
        """The claim that it comes of: the first that a report names."""
        return next((one.claim_id for one in self.reports if one.claim_id), None)

    @property
    def name(self) -> str:
        """The id under which the refund is told: that of its claim, or its own."""
        return self.claim_id or self.reports[0].refund_id

    @property
    def other_names(self) -> tuple[str, ...]:
        return tuple(sorted(self.ids - {self.name}))

    def own_id(self, refund: Refund) -> str | None:
        """The partner's id of the refund, where a report has one that is not a claim's."""
        claims = {one.claim_id for one in self.reports}
        return None if refund.refund_id in claims else refund.refund_id


def refunds_among(reports: Sequence[Refund]) -> list[OneRefund]:
    """The refunds that some reports are of, each with its reports in the order given."""
    groups: list[set[str]] = []
    for report in reports:
        groups = list(_joined(groups, ids_of(report)))
    return [OneRefund(tuple(one for one in reports if ids_of(one) & ids)) for ids in groups]


def _joined(groups: Iterable[set[str]], ids: frozenset[str]) -> Iterable[set[str]]:
    """The groups with those that share one of the ids made one."""
    together = set(ids)
    for group in groups:
        if group & ids:
            together |= group
        else:
            yield group
    yield together
