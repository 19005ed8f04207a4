"""A hut's photos: uploaded by drag and drop, filed, captioned, shown in their order (R16, R17)."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import FilePayload, Page, expect

from comptoir_local.processes import Installation
from tests.browser.background import Background
from tests.browser.evening import Evening
from tests.browser.new_hut import HutOfATest, new_hut, part, picture, saved
from tests.browser.visits import Visits


@pytest.fixture
def hut(installation: Installation, aside: Background, tonight: Evening) -> HutOfATest:
    return new_hut(installation, aside)


def photo(name: str, data: bytes | None = None) -> FilePayload:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": data or picture()}


def choose(page: Page, *photos: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choisir des fichiers").click()
    chooser.value.set_files(list(photos))


@pytest.mark.feature("R16", "R17")
def test_photos_are_uploaded_chosen_and_put_in_order_by_keyboard(
    visits: Visits, hut: HutOfATest
) -> None:
    page = visits.open(f"{hut.products}/media", hut.warden)
    choose(page, photo("Façade"), photo("Dortoir"))
    library = part(page, "Bibliothèque")
    for name in ("Façade", "Dortoir"):
        library.get_by_role("button", name=f"Ouvrir {name}").click()
        dialog = page.get_by_role("dialog", name=name)
        dialog.get_by_label("Galerie").check()
        if name == "Façade":
            dialog.get_by_label("Photo principale").check()
            dialog.get_by_label("Légende").fill("Au matin")
            saved(dialog)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    shown = part(page, "Ce qui est affiché")
    saved(shown)
    grip = shown.get_by_role("button", name="Déplacer Façade, place 1")
    grip.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Façade est prise, place 1 sur 2")).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Façade viendrait à la place 2 sur 2")).to_be_attached()
    page.keyboard.press("Space")
    expect(shown.get_by_role("button", name="Déplacer Façade, place 2")).to_be_visible()
    saved(shown)
    sheet = hut.get("/hut")["sheet"]
    ids = {one["name"]: one["media_id"] for one in sheet["media"]}
    assert sheet["photos"]["main"] == ids["Façade"]
    assert sheet["photos"]["gallery"] == [ids["Dortoir"], ids["Façade"]]
    captions = {one["name"]: one["captions"] for one in sheet["media"]}
    assert captions["Façade"] == {"fr": "Au matin"}


@pytest.mark.feature("R17")
def test_a_photo_that_is_too_large_says_so_before_it_is_sent_and_is_made_smaller(
    visits: Visits, hut: HutOfATest
) -> None:
    page = visits.open(f"{hut.products}/media", hut.warden)
    choose(page, photo("Glacier", picture(1200, 900, noise=True)))
    refused = page.get_by_role("alert").filter(has_text="Glacier")
    expect(refused).to_contain_text("500")
    assert hut.get("/hut")["sheet"]["media"] == []
    refused.get_by_role("button", name="La réduire et la charger").click()
    expect(page.get_by_role("button", name="Ouvrir Glacier")).to_be_visible()
    (kept,) = hut.get("/hut")["sheet"]["media"]
    assert kept["size"] <= 500 * 1024


@pytest.mark.feature("R17")
def test_a_folder_is_made_and_a_photo_filed_in_it(visits: Visits, hut: HutOfATest) -> None:
    page = visits.open(f"{hut.products}/media", hut.warden)
    page.get_by_role("button", name="Gérer les dossiers").click()
    folders = page.get_by_role("dialog", name="Dossiers")
    folders.get_by_role("button", name="Ajouter un dossier").click()
    folders.get_by_label("Nom du dossier 1").fill("Extérieurs")
    saved(folders)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Extérieurs 0").click()
    choose(page, photo("Terrasse"))
    expect(page.get_by_role("button", name="Ouvrir Terrasse")).to_be_visible()
    sheet = hut.get("/hut")["sheet"]
    assert sheet["media"][0]["folder_id"] == sheet["folders"][0]["id"]
    page.get_by_role("button", name="Ouvrir Terrasse").click()
    dialog = page.get_by_role("dialog", name="Terrasse")
    dialog.get_by_role("button", name="Retirer de la bibliothèque").click()
    page.get_by_role("dialog", name="Retirer Terrasse").get_by_role(
        "button", name="Retirer de la bibliothèque"
    ).click()
    expect(page.get_by_role("button", name="Ouvrir Terrasse")).to_have_count(0)


@pytest.mark.feature("R17")
def test_what_is_dropped_is_taken_or_says_why_not(visits: Visits, hut: HutOfATest) -> None:
    page = visits.open(f"{hut.products}/media", hut.warden)
    expect(page.get_by_role("button", name="Choisir des fichiers")).to_be_visible()
    drop(page, "Glacier.jpg", "image/jpeg", picture())
    expect(page.get_by_role("button", name="Ouvrir Glacier")).to_be_visible()
    drop(page, "film.gif", "image/gif", b"GIF89a")
    refused = page.get_by_role("alert").filter(has_text="film.gif")
    expect(refused).to_contain_text("ni une photo JPEG, PNG ou WebP")
    refused.get_by_role("button", name="Écarter").click()
    expect(refused).to_have_count(0)


DROPPED = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], name, { type }));
  return dropped;
}"""


def drop(page: Page, name: str, kind: str, data: bytes) -> None:
    """Let go of a file over the library."""
    said = [name, kind, base64.b64encode(data).decode()]
    dropped = page.evaluate_handle(DROPPED, said)
    page.locator(".mantine-Dropzone-root").dispatch_event("drop", {"dataTransfer": dropped})
