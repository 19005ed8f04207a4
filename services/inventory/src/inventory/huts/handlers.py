"""The sheets' table: a part of a sheet is replaced, or the request refused naming the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from chassis.documents import Ref
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.hut_requests import (
    AddHutMedium,
    DescribeHutMedium,
    HutChanged,
    HutRefused,
    HutRequest,
    RemoveHutMedium,
    SetHutCharacteristics,
    SetHutContact,
    SetHutFolders,
    SetHutLinks,
    SetHutPhotos,
    SetHutPosition,
    SetHutTexts,
)
from contracts.huts import HutSheet
from inventory.huts.describing import with_characteristics, with_contact, with_position, with_texts
from inventory.huts.library import (
    with_description,
    with_folders,
    with_links,
    with_medium,
    with_photos,
    without_medium,
)
from inventory.huts.model import Hut, as_told, huts
from inventory.properties.model import Objection, Property, as_hut, properties

table = HandlerTable("inventory")
table.state(huts, topics.INVENTORY_HUT_STATE)(as_told)

# What a record may hold, with room for its envelope.
LARGEST = 800_000


def _house(message: HutRequest) -> tuple[Ref[Property]]:
    return (properties.ref(message.property_id),)


M = TypeVar("M", bound=HutRequest)
Edit = Callable[[HutSheet, M], HutSheet | Objection]


@table.on(SetHutContact, document=huts, reads=_house)
def set_contact(known: Hut | None, message: SetHutContact, context: Context) -> Outcome[Hut]:
    """Name, mail and address (R12)."""
    return _carried_out(known, message, context, with_contact)


@table.on(SetHutPosition, document=huts, reads=_house)
def set_position(known: Hut | None, message: SetHutPosition, context: Context) -> Outcome[Hut]:
    """Place on the map, and altitude (R13)."""
    return _carried_out(known, message, context, with_position)


@table.on(SetHutTexts, document=huts, reads=_house)
def set_texts(known: Hut | None, message: SetHutTexts, context: Context) -> Outcome[Hut]:
    """Texts in one language (R14)."""
    return _carried_out(known, message, context, with_texts)


@table.on(SetHutCharacteristics, document=huts, reads=_house)
def set_characteristics(
    known: Hut | None, message: SetHutCharacteristics, context: Context
) -> Outcome[Hut]:
    """What is ticked in the families, and free text (R15)."""
    return _carried_out(known, message, context, with_characteristics)


@table.on(SetHutFolders, document=huts, reads=_house)
def set_folders(known: Hut | None, message: SetHutFolders, context: Context) -> Outcome[Hut]:
    """The library's folders (R17)."""
    return _carried_out(known, message, context, with_folders)


@table.on(AddHutMedium, document=huts, reads=_house)
def add_medium(known: Hut | None, message: AddHutMedium, context: Context) -> Outcome[Hut]:
    """A photo or document more in the library (R17)."""
    return _carried_out(known, message, context, with_medium)


@table.on(DescribeHutMedium, document=huts, reads=_house)
def describe_medium(
    known: Hut | None, message: DescribeHutMedium, context: Context
) -> Outcome[Hut]:
    """Name, folder and captions of a photo or document (R17)."""
    return _carried_out(known, message, context, with_description)


@table.on(RemoveHutMedium, document=huts, reads=_house)
def remove_medium(known: Hut | None, message: RemoveHutMedium, context: Context) -> Outcome[Hut]:
    """A photo or document fewer in the library (R17)."""
    return _carried_out(known, message, context, without_medium)


@table.on(SetHutPhotos, document=huts, reads=_house)
def set_photos(known: Hut | None, message: SetHutPhotos, context: Context) -> Outcome[Hut]:
    """Main photo, warden and gallery (R16)."""
    return _carried_out(known, message, context, with_photos)


@table.on(SetHutLinks, document=huts, reads=_house)
def set_links(known: Hut | None, message: SetHutLinks, context: Context) -> Outcome[Hut]:
    """Websites and documents (R18)."""
    return _carried_out(known, message, context, with_links)


def _carried_out(known: Hut | None, message: M, context: Context, edit: Edit[M]) -> Outcome[Hut]:
    """The sheet changed by `edit`, answered and told; or why it is not."""
    house = as_hut(context.read(properties.ref(message.property_id)))
    if isinstance(house, Objection):
        return _refused(message, context, house)
    before = known or Hut(property_id=message.property_id)
    edited = edit(before.sheet, message)
    if edited == before.sheet:
        return Outcome(events=[_answer(before, context, changed=False)])
    if message.revision is not None and message.revision != before.revision:
        moved_on = Objection("revision", f"is {before.revision} by now: look again")
        return _refused(message, context, moved_on)
    if isinstance(edited, Objection):
        return _refused(message, context, edited)
    after = before.changed(edited)
    state = as_told(after)
    if len(state.encode()) > LARGEST:
        return _refused(message, context, Objection("texts", "are too long, all together"))
    return Outcome(after, [_answer(after, context, changed=True), state])


def _answer(hut: Hut, context: Context, *, changed: bool) -> HutChanged:
    return HutChanged(
        property_id=hut.property_id,
        request_id=context.envelope.id,
        changed=changed,
        revision=hut.revision,
    )


def _refused(message: HutRequest, context: Context, objected: Objection) -> Outcome[Hut]:
    refused = HutRefused(
        property_id=message.property_id,
        request_id=context.envelope.id,
        field=objected.field,
        reason=objected.reason,
    )
    return Outcome(events=[refused])
