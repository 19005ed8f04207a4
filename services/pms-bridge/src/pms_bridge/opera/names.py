"""Whether two spellings are one name: a PMS and an ordering page seldom type alike."""

from __future__ import annotations

import unicodedata

# Letters that have no decomposition but are commonly typed so.
_TYPED_AS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def folded(name: str) -> str:
    """A name without case, accents, ligatures, apostrophes, hyphens, dots and spaces:
    D'Hérouville, d’herouville and D HEROUVILLE are one. Other scripts keep their letters."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_TYPED_AS))
    return "".join(letter for letter in decomposed if letter.isalnum())
