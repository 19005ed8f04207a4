"""The library of photos and documents, and what of it is shown (R16 to R18)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.hut_requests import (
    AddHutMedium,
    DescribeHutMedium,
    HutChanged,
    HutRefused,
    RemoveHutMedium,
    SetHutFolders,
    SetHutLinks,
    SetHutPhotos,
)
from contracts.huts import LARGEST_PHOTO, Folder, Link, Medium, MediumKind, Photos
from contracts.properties import Language
from inventory.huts.library import MOST_MEDIA
from tests.inventory.test_huts import new_hut, sheet_of
from tests.support.plannings import HUT, Inventory

PHOTO = Medium(
    media_id="photo-1", kind=MediumKind.PHOTO, name="été.jpg", size=1000, width=800, height=600
)
OTHER = PHOTO.model_copy(update={"media_id": "photo-2"})
PLAN = Medium(media_id="plan", kind=MediumKind.DOCUMENT, name="plan.pdf", size=5000)
INSIDE = Folder(id="interieurs", name="Intérieurs")


def add(medium: Medium = PHOTO) -> AddHutMedium:
    return AddHutMedium(property_id=HUT, medium=medium)


def show(**fields: Any) -> SetHutPhotos:
    return SetHutPhotos(property_id=HUT, photos=Photos(**fields))


def link(*links: Link) -> SetHutLinks:
    return SetHutLinks(property_id=HUT, links=links)


def folders(*folders: Folder) -> SetHutFolders:
    return SetHutFolders(property_id=HUT, folders=folders)


def remove(media_id: str = "photo-1") -> RemoveHutMedium:
    return RemoveHutMedium(property_id=HUT, media_id=media_id)


def describe(media_id: str = "photo-1", **fields: Any) -> DescribeHutMedium:
    return DescribeHutMedium(property_id=HUT, media_id=media_id, name="été", **fields)


def _library() -> Inventory:
    inventory = new_hut()
    inventory.tell(folders(INSIDE), add(), add(OTHER), add(PLAN))
    return inventory


def test_photos_and_documents_come_into_the_library_once() -> None:
    inventory = _library()
    assert sheet_of(inventory).media == (PHOTO, OTHER, PLAN)
    assert not inventory.ask(add(), HutChanged).changed
    changed = PHOTO.model_copy(update={"size": 2000})
    assert inventory.ask(add(changed), HutRefused).field == "medium.media_id"


def test_a_photo_is_given_a_folder_and_captions() -> None:
    inventory = _library()
    captions = {Language.FR: "La façade", Language.DE: "Die Fassade"}
    inventory.ask(describe(folder_id="interieurs", captions=captions), HutChanged)
    described, other, _ = sheet_of(inventory).media
    assert (described.name, described.folder_id) == ("été", "interieurs")
    assert described.captions == captions
    assert other == OTHER


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (describe("nothing"), "media_id"),
        (describe(folder_id="cave"), "folder_id"),
        (add(PHOTO.model_copy(update={"media_id": "x", "folder_id": "cave"})), "medium.folder_id"),
        (
            add(PHOTO.model_copy(update={"media_id": "x", "size": LARGEST_PHOTO + 1})),
            "medium.size",
        ),
        (folders(INSIDE, INSIDE), "folders"),
        (show(main="nothing"), "photos.main"),
        (show(warden="plan"), "photos.warden"),
        (show(gallery=("photo-1", "nothing")), "photos.gallery"),
        (show(gallery=("photo-1", "photo-1")), "photos.gallery"),
        (link(Link(media_id="photo-1")), "links.0.media_id"),
        (link(Link(url="http://a.example"), Link(media_id="nothing")), "links.1.media_id"),
    ],
)
def test_what_the_library_does_not_have_is_refused(asked: Any, field: str) -> None:
    assert _library().ask(asked, HutRefused).field == field


def test_a_folder_that_holds_something_is_not_taken_away() -> None:
    inventory = _library()
    inventory.tell(describe(folder_id="interieurs"))
    assert inventory.ask(folders(), HutRefused).field == "folders"
    inventory.tell(describe())
    inventory.ask(folders(), HutChanged)


def test_main_photo_warden_and_gallery_are_shown() -> None:
    inventory = _library()
    photos: dict[str, Any] = {
        "main": "photo-1",
        "warden": "photo-2",
        "gallery": ("photo-2", "photo-1"),
    }
    inventory.ask(show(**photos), HutChanged)
    assert sheet_of(inventory).photos == Photos(**photos)


def test_what_is_shown_stays_in_the_library() -> None:
    inventory = _library()
    shown = link(Link(media_id="plan"), Link(url="http://a.example"))
    inventory.tell(show(main="photo-1", gallery=("photo-2",)), shown)
    for media_id, use in (("photo-1", "main"), ("photo-2", "gallery"), ("plan", "link")):
        refused = inventory.ask(remove(media_id), HutRefused)
        assert use in refused.reason
    inventory.tell(show(), link())
    inventory.tell(remove("photo-1"), remove("plan"))
    assert sheet_of(inventory).media == (OTHER,)


def test_what_is_not_there_need_not_be_taken_out() -> None:
    assert not _library().ask(remove("nothing"), HutChanged).changed


def test_a_link_leads_to_a_web_address_or_to_a_document() -> None:
    with pytest.raises(ValueError, match="web address or"):
        Link()
    with pytest.raises(ValueError, match="web address or"):
        Link(url="http://a.example", media_id="plan")
    for url in ("ftp://a.example", "a.example", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="url"):
            Link(url=url)


def test_a_photo_has_two_sides_and_a_document_none() -> None:
    with pytest.raises(ValueError, match="two sides"):
        Medium(media_id="x", kind=MediumKind.PHOTO, name="x", size=1, width=800)
    with pytest.raises(ValueError, match="two sides"):
        Medium(media_id="x", kind=MediumKind.DOCUMENT, name="x", size=1, width=1, height=1)


def test_the_library_has_an_end() -> None:
    inventory = new_hut()
    for n in range(MOST_MEDIA):
        inventory.tell(add(PHOTO.model_copy(update={"media_id": f"photo-{n}"})))
    one_more = PHOTO.model_copy(update={"media_id": "one-more"})
    assert inventory.ask(add(one_more), HutRefused).field == "medium"
