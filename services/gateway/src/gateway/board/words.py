"""The words by which an order is found, folded so that accents and case do not matter."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

_LETTERS = re.compile(r"[^\W_]+")
# Longer words are cut: nobody types more to find something, and an index entry stays small.
LONGEST_WORD = 40
# A word is kept under its beginnings of these lengths. Whoever typed a length between two of them
# is served by the shorter one, and what it finds too many is left out one by one. More lengths
# would find a little faster; each is an index entry that every order has to write.
BEGINNINGS = (1, 3, 6, 9, 12, 15, 20, 28, LONGEST_WORD)
# Two words are kept together under their beginnings of this length.
HEAD = 3


def typed_words(text: str) -> tuple[str, ...]:
    """What somebody typed to find an order, in order: every run without a space is one word.

    "Éléonore d'Aix" gives eleonore, daix.
    """
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in _runs(_plain(text)) if word))


def words_of(*texts: str | None) -> tuple[str, ...]:
    """All words under which some texts are found, each once: the parts of each text, its runs
    without a space, and the whole of it in one.

    "Éléonore d'Aix" gives eleonore, d, aix, daix, eleonoredaix.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = _plain(text or "")
        parts = _LETTERS.findall(plain)
        words = parts if len(parts) < 2 else [*parts, *_runs(plain), "".join(parts)]
        found.update(dict.fromkeys(word[:LONGEST_WORD] for word in words if word))
    return tuple(found)


def beginnings(words: Iterable[str]) -> set[str]:
    """The beginnings of words that are kept."""
    return {word[:length] for word in words for length in BEGINNINGS[: _lengths(len(word))]}


def kept_beginning(word: str) -> str:
    """The longest kept beginning of a typed word: whatever starts with the word has it."""
    return word[: BEGINNINGS[_lengths(len(word)) - 1]]


def pairs(words: Iterable[str]) -> set[str]:
    """Every two of the words, each by its head, in alphabetical order; shorter words have none."""
    heads = sorted({word[:HEAD] for word in words if len(word) >= HEAD})
    return {f"{one} {other}" for one, other in combinations(heads, 2)}


@cache
def _lengths(longest: int) -> int:
    """How many of the kept lengths a word of that length has."""
    return bisect_right(BEGINNINGS, longest)


def _runs(plain: str) -> Iterator[str]:
    """The letters and digits of every run without a space."""
    return ("".join(_LETTERS.findall(run)) for run in plain.split())


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
