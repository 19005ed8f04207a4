"""The languages that a page can be read in without an account, and which was asked for."""

from __future__ import annotations

from contracts.properties import Language

# Each under its own name.
LANGUAGES: tuple[tuple[str, str], ...] = (
    (Language.FR.value, "Français"),
    (Language.EN.value, "English"),
    (Language.IT.value, "Italiano"),
    (Language.DE.value, "Deutsch"),
    (Language.ES.value, "Español"),
)


def chosen(lang: str) -> Language | None:
    """The language that `?lang=` names; None where it names none of ours."""
    return Language(lang) if lang in set(Language) else None
