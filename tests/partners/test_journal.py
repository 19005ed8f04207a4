"""Journals keep the newest records and say what they have dropped."""

import pytest

from partners.client import PartnersClient
from partners.journal import Journal, JournalCut, Record, complete
from tests.partners.opera_caller import OperaCaller, charge_body


class Line(Record):
    number: int


def _journal(lines: int, limit: int) -> Journal[Line]:
    journal: Journal[Line] = Journal(limit)
    for number in range(1, lines + 1):
        journal.write(Line(number=number))
    return journal


def test_a_journal_is_read_page_by_page() -> None:
    journal = _journal(5, limit=10)

    first = journal.page(after=0, limit=3)
    rest = journal.page(after=first.last, limit=3)

    assert [line.number for line in first.items] == [1, 2, 3]
    assert [line.number for line in rest.items] == [4, 5]
    assert (rest.last, rest.total, rest.dropped) == (5, 5, 0)
    assert journal.page(after=5, limit=3).items == []


def test_a_full_journal_drops_its_oldest_records_and_says_so() -> None:
    page = _journal(12, limit=5).page(after=0, limit=10)

    assert [line.number for line in page.items] == [8, 9, 10, 11, 12]
    assert (page.last, page.total, page.dropped) == (12, 12, 7)


def test_a_journal_can_be_bounded_by_weight() -> None:
    journal: Journal[Line] = Journal(100, weigh=lambda line: line.number, budget=10)
    for number in (4, 5, 6, 3):
        journal.write(Line(number=number))

    assert [line.number for line in journal] == [6, 3]


def test_a_cleared_journal_counts_from_one_again() -> None:
    journal = _journal(5, limit=3)

    journal.clear()
    journal.write(Line(number=1))

    assert (journal.page(0, 10).total, journal.page(0, 10).dropped) == (1, 0)


async def test_the_client_reads_all_pages(partners: PartnersClient, opera: OperaCaller) -> None:
    for _ in range(5):
        await opera.post(charge_body())
    partners.page_size = 2

    assert len(await partners.postings()) == 5


def test_a_journal_that_has_lost_its_beginning_is_not_counted() -> None:
    cut = _journal(12, limit=5).page(0, 10)

    with pytest.raises(JournalCut, match="7"):
        complete(cut)
    assert complete(_journal(5, limit=5).page(0, 10)).total == 5
