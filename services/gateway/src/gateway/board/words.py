"""The words by which an order is found, folded so that accents and case do not matter."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# Longer words are cut: nobody types more to find something, and an index entry stays small.
LONGEST_WORD = 40


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order: "Éléonore d'Aix" gives eleonore, d, aix."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(plain))


def searchable(*texts: str | None) -> tuple[str, ...]:
    """All words of some texts, each once, sorted."""
    return tuple(sorted({word for text in texts if text for word in words_of(text)}))
