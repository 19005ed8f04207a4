"""A hut's sheet: one per hut, each part of it replaced by itself, told whole at once."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.characteristics import FAMILIES
from contracts.hut_requests import (
    HutChanged,
    HutRefused,
    SetHutCharacteristics,
    SetHutContact,
    SetHutPosition,
    SetHutTexts,
)
from contracts.huts import (
    Characteristics,
    HutContact,
    HutPosition,
    HutSheet,
    HutState,
    HutTexts,
)
from contracts.properties import DefineProperty, Language, PropertyKind
from inventory.app import handlers
from inventory.huts.model import huts
from tests.support.plannings import HUT, Inventory, hut_sheet

CONTACT = HutContact(name="Refuge de l'Étoile", mail="gardien@refuge.example")
TEXTS = HutTexts(summary="Face au glacier.", extra="L'eau n'est pas potable.")


def new_hut() -> Inventory:
    inventory = Inventory()
    inventory.tell(DefineProperty(property_id=HUT, sheet=hut_sheet()))
    return inventory


def sheet_of(inventory: Inventory) -> HutSheet:
    sheet: HutSheet = inventory.find(huts.ref(HUT)).sheet
    return sheet


def set_contact(contact: HutContact = CONTACT, **fields: Any) -> SetHutContact:
    return SetHutContact(property_id=HUT, contact=contact, **fields)


def set_texts(texts: HutTexts, language: Language = Language.FR) -> SetHutTexts:
    return SetHutTexts(property_id=HUT, language=language, texts=texts)


def set_characteristics(**fields: Any) -> SetHutCharacteristics:
    return SetHutCharacteristics(property_id=HUT, characteristics=Characteristics(**fields))


def test_the_first_part_begins_the_sheet_which_is_told_whole() -> None:
    changed, state = new_hut().tell(set_contact())
    assert changed == HutChanged(property_id=HUT, request_id="message-2", changed=True, revision=1)
    assert state == HutState(property_id=HUT, revision=1, sheet=HutSheet(contact=CONTACT))


def test_every_further_part_changes_the_one_sheet_there_is() -> None:
    inventory = new_hut()
    position = HutPosition(latitude=45.8326, longitude=6.8652, altitude=2364)
    inventory.tell(set_contact(), SetHutPosition(property_id=HUT, position=position))
    inventory.tell(set_texts(TEXTS))
    assert sheet_of(inventory) == HutSheet(
        contact=CONTACT, position=position, texts={Language.FR: TEXTS}
    )
    assert len(inventory.all("huts")) == 1


def test_the_sheet_is_told_again_as_it_was_told() -> None:
    inventory = new_hut()
    _, state = inventory.tell(set_contact())
    (row,) = (row for row in handlers.states if row.collection is huts)
    assert row.message(inventory.find(huts.ref(HUT))) == state


def test_what_already_is_as_asked_changes_nothing() -> None:
    inventory = new_hut()
    inventory.tell(set_contact())
    (answer,) = inventory.tell(set_contact(revision=0))
    assert answer == HutChanged(property_id=HUT, request_id="message-3", changed=False, revision=1)


def test_a_request_that_has_seen_an_older_revision_is_refused() -> None:
    inventory = new_hut()
    inventory.tell(set_contact(), set_texts(TEXTS))
    other = HutContact(name="Autre", mail="autre@refuge.example")
    assert inventory.ask(set_contact(other, revision=1), HutRefused).field == "revision"
    inventory.ask(set_contact(other, revision=2), HutChanged)


@pytest.mark.parametrize("kind", [PropertyKind.HOTEL, PropertyKind.RESTAURANT, None])
def test_only_huts_have_a_sheet(kind: PropertyKind | None) -> None:
    inventory = Inventory()
    if kind is not None:
        inventory.tell(DefineProperty(property_id=HUT, sheet=hut_sheet(kind=kind)))
    assert inventory.ask(set_contact(), HutRefused).field == "property_id"


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"mail": "nobody"}, {"website": "javascript:alert(1)"}]
)
def test_a_contact_has_a_name_and_a_mail_address(fields: dict[str, str]) -> None:
    said: dict[str, Any] = {"name": "Refuge", "mail": "gardien@refuge.example"}
    with pytest.raises(ValueError, match=next(iter(fields))):
        HutContact(**{**said, **fields})


def test_texts_are_kept_by_language_and_empty_ones_left_out() -> None:
    inventory = new_hut()
    inventory.tell(set_texts(TEXTS), set_texts(HutTexts(access="Tre ore."), Language.IT))
    assert set(sheet_of(inventory).texts) == {Language.FR, Language.IT}
    inventory.tell(set_texts(HutTexts(), Language.FR))
    assert set(sheet_of(inventory).texts) == {Language.IT}


def test_characteristics_are_of_known_families_or_free_text() -> None:
    inventory = new_hut()
    chosen = {"comfort": ("hot_water", "drying_room"), "payment": ("cash",)}
    other = {Language.FR: "Bibliothèque d'alpinisme."}
    inventory.ask(set_characteristics(chosen=chosen, other=other), HutChanged)
    assert sheet_of(inventory).characteristics == Characteristics(chosen=chosen, other=other)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"luxury": ("spa",)}, "characteristics.chosen.luxury"),
        ({"comfort": ("hot_water", "sauna")}, "characteristics.chosen.comfort.1"),
        ({"comfort": ("hot_water", "hot_water")}, "characteristics.chosen.comfort.1"),
    ],
)
def test_an_unknown_characteristic_is_refused(
    chosen: dict[str, tuple[str, ...]], field: str
) -> None:
    assert new_hut().ask(set_characteristics(chosen=chosen), HutRefused).field == field


def test_every_known_characteristic_may_be_chosen_at_once() -> None:
    new_hut().ask(set_characteristics(chosen=dict(FAMILIES)), HutChanged)


def test_no_code_is_twice_in_its_family() -> None:
    assert all(len(set(codes)) == len(codes) for codes in FAMILIES.values())
