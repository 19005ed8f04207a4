"""The library of photos and documents, and what of it is shown (R16 to R18)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.hut_requests import (
    AddHutMedium,
    DescribeHutMedium,
    RemoveHutMedium,
    SetHutFolders,
    SetHutLinks,
    SetHutPhotos,
)
from contracts.huts import LARGEST_PHOTO, HutSheet, Medium, MediumKind
from inventory.properties.model import Objection

MOST_MEDIA = 400


def with_folders(sheet: HutSheet, message: SetHutFolders) -> HutSheet | Objection:
    """The folders replaced; one that holds something stays."""
    ids = [folder.id for folder in message.folders]
    if len(set(ids)) < len(ids):
        return Objection("folders", "one is there twice")
    for medium in sheet.media:
        if medium.folder_id is not None and medium.folder_id not in ids:
            return Objection("folders", f"{medium.folder_id} still holds {medium.name}")
    return sheet.model_copy(update={"folders": message.folders})


def with_medium(sheet: HutSheet, message: AddHutMedium) -> HutSheet | Objection:
    """Something more in the library; the same again changes nothing."""
    medium = message.medium
    known = _find(sheet, medium.media_id)
    if known == medium:
        return sheet
    if known is not None:
        return Objection("medium.media_id", "is in the library as something else")
    if len(sheet.media) >= MOST_MEDIA:
        return Objection("medium", f"the library is full: it holds {MOST_MEDIA}")
    if medium.kind is MediumKind.PHOTO and medium.size > LARGEST_PHOTO:
        return Objection("medium.size", f"a photo has at most {LARGEST_PHOTO // 1024} KB")
    if not _has_folder(sheet, medium.folder_id):
        return Objection("medium.folder_id", f"there is no folder {medium.folder_id}")
    return sheet.model_copy(update={"media": (*sheet.media, medium)})


def with_description(sheet: HutSheet, message: DescribeHutMedium) -> HutSheet | Objection:
    """Name, folder and captions of something in the library replaced."""
    known = _find(sheet, message.media_id)
    if known is None:
        return Objection("media_id", "is not in the library")
    if not _has_folder(sheet, message.folder_id):
        return Objection("folder_id", f"there is no folder {message.folder_id}")
    described = known.model_copy(
        update={
            "name": message.name,
            "folder_id": message.folder_id,
            "captions": message.captions,
        }
    )
    media = tuple(described if medium is known else medium for medium in sheet.media)
    return sheet.model_copy(update={"media": media})


def without_medium(sheet: HutSheet, message: RemoveHutMedium) -> HutSheet | Objection:
    """Taken out of the library, unless it is shown; what is not there need not be taken out."""
    for use, media_id in _shown(sheet):
        if media_id == message.media_id:
            return Objection("media_id", f"is still shown as {use}: take it off there first")
    media = tuple(medium for medium in sheet.media if medium.media_id != message.media_id)
    return sheet.model_copy(update={"media": media})


def with_photos(sheet: HutSheet, message: SetHutPhotos) -> HutSheet | Objection:
    """Which photos are shown (R16): of the library, and each once in the gallery."""
    wanted = sheet.model_copy(update={"photos": message.photos, "links": ()})
    for use, media_id in _shown(wanted):
        if not _is(sheet, media_id, MediumKind.PHOTO):
            return Objection(f"photos.{use}", f"the library has no photo {media_id}")
    gallery = message.photos.gallery
    if len(set(gallery)) < len(gallery):
        return Objection("photos.gallery", "one is there twice")
    return sheet.model_copy(update={"photos": message.photos})


def with_links(sheet: HutSheet, message: SetHutLinks) -> HutSheet | Objection:
    """The links replaced (R18); a document is one of the library."""
    for index, link in enumerate(message.links):
        if link.media_id is not None and not _is(sheet, link.media_id, MediumKind.DOCUMENT):
            return Objection(
                f"links.{index}.media_id", f"the library has no document {link.media_id}"
            )
    return sheet.model_copy(update={"links": message.links})


def _find(sheet: HutSheet, media_id: str) -> Medium | None:
    return next((medium for medium in sheet.media if medium.media_id == media_id), None)


def _is(sheet: HutSheet, media_id: str, kind: MediumKind) -> bool:
    known = _find(sheet, media_id)
    return known is not None and known.kind is kind


def _has_folder(sheet: HutSheet, folder_id: str | None) -> bool:
    return folder_id is None or any(folder.id == folder_id for folder in sheet.folders)


def _shown(sheet: HutSheet) -> Iterator[tuple[str, str]]:
    """What of the library is shown, and as what."""
    photos = sheet.photos
    if photos.main is not None:
        yield "main", photos.main
    if photos.warden is not None:
        yield "warden", photos.warden
    for media_id in photos.gallery:
        yield "gallery", media_id
    for link in sheet.links:
        if link.media_id is not None:
            yield "link", link.media_id
