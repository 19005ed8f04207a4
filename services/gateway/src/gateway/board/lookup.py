"""By what an order is found: written when it is placed, and left alone by the rest of its life."""

from __future__ import annotations

from typing import Annotated

from chassis.documents import Collection, Document, Index
from contracts.personal import Personal
from gateway.board.card import NotPlaced
from gateway.board.model import OrderView
from gateway.board.words import beginnings, pairs, typed_words, words_of

# A name or a restaurant of more words is found by its first ones.
MOST_WORDS = 24


class Lookup(Document):
    """The words of one order, and every term that is asked for them.

    `terms` are beginnings of the words, and pairs of heads: each search is one equality on a term,
    along an index that has the newest order first, so that its cost does not grow with the history.
    `external` are the words of the ordering page's own reference, which is found by itself alone;
    `guest` are the guest's own words, and `exact` the room and the reference as whole terms.
    """

    order_id: str
    property_id: str
    guest_id: str | None
    position: str
    words: Annotated[tuple[str, ...], Personal]
    external: tuple[str, ...]
    guest: Annotated[tuple[str, ...], Personal]
    exact: tuple[str, ...]
    terms: Annotated[tuple[str, ...], Personal]


LOOKUPS = Collection(
    "lookups", Lookup, indexes=(Index((("property_id", 1), ("terms", 1), ("position", -1))),)
)


def room_term(room: str) -> str:
    """What stands for exactly this room, however it is written. No word holds a colon."""
    return f"room:{''.join(typed_words(room))}"


def reference_term(reference: str) -> str:
    return f"reference:{''.join(typed_words(reference))}"


def lookup_of(view: OrderView) -> Lookup:
    """By what an order is found as it is now. Raises `NotPlaced`."""
    content = view.content
    if content is None or view.position is None:
        raise NotPlaced(view.order_id)
    guest, room = content.guest, view.room or content.room
    known = (view.reference, room, guest.surname, guest.given_name)
    words = words_of(*known, content.restaurant.name)[:MOST_WORDS]
    external = words_of(content.external_id)[:MOST_WORDS]
    exact = (room_term(room), reference_term(view.reference or ""))
    return Lookup(
        order_id=view.order_id,
        property_id=view.property_id,
        guest_id=view.guest_id,
        position=view.position,
        words=words,
        external=external,
        guest=words_of(guest.surname, guest.given_name)[:MOST_WORDS],
        exact=exact,
        terms=tuple(sorted(beginnings((*words, *external)) | pairs(words) | set(exact))),
    )
