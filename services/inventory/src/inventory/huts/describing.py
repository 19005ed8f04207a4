"""What a hut says of itself: contact, position, words and codes (R12 to R15)."""

from __future__ import annotations

from contracts.characteristics import FAMILIES
from contracts.hut_requests import SetHutCharacteristics, SetHutContact, SetHutPosition, SetHutTexts
from contracts.huts import HutSheet, HutTexts
from inventory.properties.model import Objection


def with_contact(sheet: HutSheet, message: SetHutContact) -> HutSheet:
    """Who answers for the hut."""
    return sheet.model_copy(update={"contact": message.contact})


def with_position(sheet: HutSheet, message: SetHutPosition) -> HutSheet:
    """Where it stands."""
    return sheet.model_copy(update={"position": message.position})


def with_texts(sheet: HutSheet, message: SetHutTexts) -> HutSheet:
    """The texts of one language replaced; a language without any is left out."""
    texts = {language: said for language, said in sheet.texts.items()}
    texts.pop(message.language, None)
    if message.texts != HutTexts():
        texts[message.language] = message.texts
    return sheet.model_copy(update={"texts": texts})


def with_characteristics(sheet: HutSheet, message: SetHutCharacteristics) -> HutSheet | Objection:
    """What is ticked replaced; what no family knows belongs into the free text."""
    for family, codes in message.characteristics.chosen.items():
        known = FAMILIES.get(family)
        if known is None:
            return Objection(f"characteristics.chosen.{family}", "there is no such family")
        for index, code in enumerate(codes):
            field = f"characteristics.chosen.{family}.{index}"
            if code not in known:
                return Objection(field, f"{family} has no {code}: say it in your own words")
            if code in codes[:index]:
                return Objection(field, f"{code} is there twice")
    return sheet.model_copy(update={"characteristics": message.characteristics})
