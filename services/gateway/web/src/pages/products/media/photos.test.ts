import { expect, test } from "vitest";
import { type Form, moved, shownAs, usesOf } from "@/pages/products/media/photos";

const PHOTOS: Form = { main: "a", warden: null, gallery: ["a", "b", "c"] };

test("a photo is moved before or behind another", () => {
  expect(moved(PHOTOS.gallery, "a", "c")).toEqual(["b", "c", "a"]);
  expect(moved(PHOTOS.gallery, "c", "a")).toEqual(["c", "a", "b"]);
  expect(moved(PHOTOS.gallery, "x", "a")).toEqual(PHOTOS.gallery);
});

test("there is one main photo, and each is once in the gallery", () => {
  expect(shownAs(PHOTOS, "b", "main", true).main).toBe("b");
  expect(shownAs(PHOTOS, "a", "main", false).main).toBeNull();
  expect(shownAs(PHOTOS, "b", "gallery", true).gallery).toEqual(["a", "c", "b"]);
  expect(shownAs(PHOTOS, "b", "gallery", false).gallery).toEqual(["a", "c"]);
});

test("what something of the library is shown as is known", () => {
  expect(usesOf(PHOTOS, [{ media_id: "d" }], "a")).toEqual(["main", "gallery"]);
  expect(usesOf(PHOTOS, [{ media_id: "d" }], "d")).toEqual(["link"]);
});
