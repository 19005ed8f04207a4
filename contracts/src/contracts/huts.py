"""A hut as it describes itself: contact, position, texts, characteristics, photos, links (R10 to
R18). One sheet per property, published whole at each change (R54)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts import topics
from contracts.message import Count, Message, Part, Text
from contracts.properties import Language, MailAddress
from contracts.selling import Labels, PartId

# A photo as it is kept, and a document (R17): bytes.
LARGEST_PHOTO = 500 * 1024
LARGEST_DOCUMENT = 5 * 1024 * 1024

ShortText = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=8000)]
Phone = Annotated[str, Field(pattern=r"^[+0-9 ().\-/]{5,40}$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
MediaId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["hot_shower"])]


class HutAddress(Part):
    """Where letters go; `country` is ISO 3166-1 alpha-2."""

    lines: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    postcode: Annotated[str, Field(max_length=20)] = ""
    city: Annotated[str, Field(max_length=100)] = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class HutContact(Part):
    """Who answers for the hut. Name and mail are the least (R12)."""

    name: Text
    mail: MailAddress
    warden: Text | None = None
    phone: Phone | None = None
    mobile: Phone | None = None
    website: WebAddress | None = None
    address: HutAddress = HutAddress()


class HutPosition(Part):
    """Where the hut stands (R13): WGS 84 degrees, and metres above the sea."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    altitude: Annotated[int, Field(ge=-450, le=9000)] | None = None


class HutTexts(Part):
    """What the hut says of itself in one language (R14). `extra` holds what no characteristic says
    (R15: Infos complémentaires)."""

    summary: ShortText = ""
    description: LongText = ""
    access: LongText = ""
    extra: LongText = ""


class Characteristics(Part):
    """Codes by family, of those in `contracts.characteristics`, and what none of them says."""

    chosen: Annotated[
        dict[Code, Annotated[tuple[Code, ...], Field(max_length=60)]], Field(max_length=30)
    ] = Field(default_factory=dict)
    other: Annotated[dict[Language, ShortText], Field(max_length=5)] = Field(default_factory=dict)


class MediumKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"  # a PDF


class Folder(Part):
    """A folder of the library (R17)."""

    id: PartId
    name: Text


class Medium(Part):
    """A photo or document of the library. `size` is in bytes; the sides, in pixels, are a photo's
    alone."""

    media_id: MediaId
    kind: MediumKind
    name: Text
    size: Annotated[int, Field(ge=1, le=LARGEST_DOCUMENT)]
    width: Annotated[int, Field(ge=1, le=20_000)] | None = None
    height: Annotated[int, Field(ge=1, le=20_000)] | None = None
    folder_id: PartId | None = None
    captions: Labels = Field(default_factory=dict)

    @model_validator(mode="after")
    def _as_its_kind(self) -> Self:
        has_sides = self.width is not None and self.height is not None
        if has_sides is not (self.kind is MediumKind.PHOTO):
            raise ValueError("a photo has two sides, and a document has none")
        return self


class Photos(Part):
    """Which photos of the library are shown, and as what (R16)."""

    main: MediaId | None = None
    warden: MediaId | None = None
    gallery: Annotated[tuple[MediaId, ...], Field(max_length=60)] = ()


class Link(Part):
    """A web address, or a document of the library (R18)."""

    label: Labels = Field(default_factory=dict)
    url: WebAddress | None = None
    media_id: MediaId | None = None

    @model_validator(mode="after")
    def _to_one_thing(self) -> Self:
        if (self.url is None) is (self.media_id is None):
            raise ValueError("a link leads to a web address or to a document")
        return self


class HutSheet(Part):
    """All that a hut says about itself. What is not said yet is None or empty."""

    contact: HutContact | None = None
    position: HutPosition | None = None
    texts: Annotated[dict[Language, HutTexts], Field(max_length=5)] = Field(default_factory=dict)
    characteristics: Characteristics = Characteristics()
    folders: Annotated[tuple[Folder, ...], Field(max_length=50)] = ()
    media: Annotated[tuple[Medium, ...], Field(max_length=400)] = ()
    photos: Photos = Photos()
    links: Annotated[tuple[Link, ...], Field(max_length=60)] = ()


class HutState(
    Message,
    type="inventory.hut.state.v1",
    topic=topics.INVENTORY_HUT_STATE,
    key="property_id",
):
    """A hut's sheet as it is now. `revision` goes up with each change."""

    revision: Count
    sheet: HutSheet
