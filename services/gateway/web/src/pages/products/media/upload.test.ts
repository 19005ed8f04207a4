import { expect, test } from "vitest";
import { faultOf, LARGEST_PHOTO, nameOf, sizeText } from "@/pages/products/media/upload";

test("what cannot be kept is known before it is sent", () => {
  expect(faultOf({ type: "image/jpeg", size: LARGEST_PHOTO })).toBeNull();
  expect(faultOf({ type: "image/webp", size: LARGEST_PHOTO + 1 })).toBe("photo_large");
  expect(faultOf({ type: "application/pdf", size: LARGEST_PHOTO + 1 })).toBeNull();
  expect(faultOf({ type: "application/pdf", size: 6 * 1024 * 1024 })).toBe("document_large");
  expect(faultOf({ type: "image/gif", size: 10 })).toBe("kind");
});

test("a file is called as it is named", () => {
  expect(nameOf("La_terrasse.matin.JPG")).toBe("La terrasse.matin");
  expect(nameOf(".jpg")).toBe(".jpg");
});

test("a size is read in the reader’s way", () => {
  expect(sizeText(812 * 1024, "en")).toBe("812 kB");
  expect(sizeText(1.4 * 1024 * 1024, "fr")).toMatch(/^1,4/);
});
