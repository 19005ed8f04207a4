"""By what a stay is found: the guest's names, mail and phone, and the reference (R39)."""

from __future__ import annotations

import re

from contracts.carts import Contact
from gateway.board.words import beginnings, pairs, typed_words, words_of

# Names of more words are found by their first ones.
MOST_WORDS = 24
# A number is known abroad and at home; so many of its last digits are the same for both.
NATIONAL = 9
_NUMBER = re.compile(r"[+0-9 ().\-/]{4,}")
_NO_DIGIT = re.compile(r"\D")


def words_of_stay(reference: str, contact: Contact) -> tuple[str, ...]:
    named = words_of(reference, contact.surname, contact.given_name, contact.mail)[:MOST_WORDS]
    return tuple(dict.fromkeys((*named, *_numbers(contact.phone))))


def found_by(words: tuple[str, ...]) -> tuple[str, ...]:
    """The terms that are asked for: beginnings of the words, and pairs of them."""
    return tuple(sorted(beginnings(words) | pairs(words)))


def typed_for_stay(text: str) -> tuple[str, ...]:
    """What somebody typed. A number is one word, however it is spaced, with its country or without:
    "06 12 34" and "+33 6 12 34" find the same."""
    if _NUMBER.fullmatch(text.strip()):
        digits = _digits(text)
        return (digits,) if digits else ()
    return typed_words(text)


def _numbers(phone: str) -> tuple[str, ...]:
    digits = _digits(phone)
    return (digits, digits[-NATIONAL:]) if digits else ()


def _digits(text: str) -> str:
    """Without what is dialled before a number only here, or only from here."""
    return _NO_DIGIT.sub("", text).lstrip("0")
