"""Requests to change one part of a hut's sheet, and what becomes of them (R10 to R18)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.huts import (
    Characteristics,
    Folder,
    HutContact,
    HutPosition,
    HutTexts,
    Link,
    MediaId,
    Medium,
    Photos,
)
from contracts.message import Count, Message, Text
from contracts.properties import Language
from contracts.selling import Labels, PartId


class HutRequest(Message):
    """A request about one part of a hut's sheet. `revision` is the sheet's that whoever asks has
    seen; where it has moved on the request is refused. None asks for no such care."""

    revision: Count | None = None


class SetHutContact(
    HutRequest,
    type="inventory.hut.set-contact.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace the contact."""

    contact: HutContact


class SetHutPosition(
    HutRequest,
    type="inventory.hut.set-position.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Move the hut on the map."""

    position: HutPosition


class SetHutTexts(
    HutRequest,
    type="inventory.hut.set-texts.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace the texts in one language; where all are empty the language has none."""

    language: Language
    texts: HutTexts


class SetHutCharacteristics(
    HutRequest,
    type="inventory.hut.set-characteristics.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace what is ticked in the families, and the free text beside."""

    characteristics: Characteristics


class SetHutFolders(
    HutRequest,
    type="inventory.hut.set-folders.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace the library's folders; one that holds something is not taken away."""

    folders: Annotated[tuple[Folder, ...], Field(max_length=50)]


class AddHutMedium(
    HutRequest,
    type="inventory.hut.add-medium.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Put an uploaded photo or document into the library."""

    medium: Medium


class DescribeHutMedium(
    HutRequest,
    type="inventory.hut.describe-medium.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace the name, folder and captions of something in the library."""

    media_id: MediaId
    name: Text
    folder_id: PartId | None = None
    captions: Labels = Field(default_factory=dict)


class RemoveHutMedium(
    HutRequest,
    type="inventory.hut.remove-medium.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Take something out of the library; not while it is shown as a photo or linked."""

    media_id: MediaId


class SetHutPhotos(
    HutRequest,
    type="inventory.hut.set-photos.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace which photos of the library are shown."""

    photos: Photos


class SetHutLinks(
    HutRequest,
    type="inventory.hut.set-links.v1",
    topic=topics.INVENTORY_HUT_COMMANDS,
    key="property_id",
):
    """Replace the links."""

    links: Annotated[tuple[Link, ...], Field(max_length=60)]


class HutChanged(
    Message,
    type="inventory.hut.changed.v1",
    topic=topics.INVENTORY_HUT_EVENTS,
    key="property_id",
):
    """The request was carried out; `changed` is false where the sheet already was so. `revision` is
    the sheet's."""

    request_id: str
    changed: bool
    revision: Count


class HutRefused(
    Message,
    type="inventory.hut.refused.v1",
    topic=topics.INVENTORY_HUT_EVENTS,
    key="property_id",
):
    """The request was refused: `field` of it, and why."""

    request_id: str
    field: str
    reason: str
