"""Who comes up to the huts: the same for the same dice, and nobody real."""

from __future__ import annotations

import random
from typing import Any

from partners.demo_data import without_accents

MAILS_AT = "courrier.example"
_GUESTS = (
    ("Mme", "Solène", "Kerbrat", "fr", "FR"),
    ("M.", "Bastien", "Rochebrune", "fr", "FR"),
    ("M.", "Étienne", "Vaugelas", "fr", "FR"),
    ("Mme", "Clémence", "d'Arbois", "fr", "FR"),
    ("M.", "Rémi", "Chastagnier", "fr", "FR"),
    ("Mme", "Ghislaine", "Pellissier", "fr", "FR"),
    ("Sig.", "Lorenzo", "Bressanone", "it", "IT"),
    ("Sig.ra", "Ilaria", "Montefalco", "it", "IT"),
    ("Sig.", "Tommaso", "Dell'Orso", "it", "IT"),
    ("Ms", "Fiona", "Carrick", "en", "GB"),
    ("Mr", "Callum", "Drumgoole", "en", "IE"),
    ("Ms", "Hattie", "Winterbourne", "en", "GB"),
    ("Herr", "Matthäus", "Edelweiler", "de", "DE"),
    ("Frau", "Annegret", "Höllriegl", "de", "AT"),
    ("Sr.", "Iñaki", "Larrondo", "es", "ES"),
    ("Sra.", "Nuria", "Valdeón", "es", "ES"),
)
REMARKS = (
    "Arrive par le col, vers 18 h",
    "Végétarien",
    "A réservé par téléphone",
    "Vient avec un guide",
    "Allergie aux noix",
)


def mountaineers() -> frozenset[str]:
    """Given names and surnames of all who may come up."""
    return frozenset(name for guest in _GUESTS for name in guest[1:3])


def contact(dice: random.Random) -> dict[str, Any]:
    """A guest as the desk writes them down; every third with a remark of the house (R48)."""
    title, given_name, surname, language, country = dice.choice(_GUESTS)
    letters = without_accents(f"{given_name}.{surname}").lower()
    name = "".join(letter for letter in letters if letter.isascii() and letter not in "' ")
    said = {
        "title": title,
        "given_name": given_name,
        "surname": surname,
        "phone": f"+3363998{dice.randrange(10_000):04}",
        "mail": f"{name}@{MAILS_AT}",
        "language": language,
        "country": country,
    }
    if dice.random() < 1 / 3:
        said["remark"] = dice.choice(REMARKS)
    return said
