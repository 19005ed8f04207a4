"""The table of topics in the README, kept between two markers."""

from __future__ import annotations

from contracts.schema.asyncapi import visibility
from contracts.schema.catalogue import messages_on
from contracts.topics import ALL_TOPICS, DAY_MS, Topic

BEGIN = "<!-- topics: written by `python -m contracts.schema write` -->"
END = "<!-- end of topics -->"


class MarkersMissing(ValueError):
    """The text has no place for the table, or more than one."""


def with_table(text: str) -> str:
    """`text` with what lies between the markers replaced. Raises `MarkersMissing`."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise MarkersMissing(f"expected once each, in this order: {BEGIN} {END}")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{_table()}\n\n{END}{rest.split(END)[1]}"


def _table() -> str:
    head = [
        "| topic | owner | key | kept | who may read | messages |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join(head + [_row(topic) for topic in ALL_TOPICS])


def _row(topic: Topic) -> str:
    types = ", ".join(f"`{message.name}`" for message in messages_on(topic)) or "any record"
    cells = (f"`{topic.name}`", topic.owner, topic.key, _kept(topic), visibility(topic), types)
    return f"| {' | '.join(cells)} |"


def _kept(topic: Topic) -> str:
    if topic.retention_ms is None:
        return "latest of each key"
    return f"{topic.retention_ms // DAY_MS} d"
