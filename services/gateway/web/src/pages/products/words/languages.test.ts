import { expect, test } from "vitest";
import { fallback, first, withText, written, writtenIn } from "@/pages/products/words/languages";

test("the property’s languages come first, and all others may be written, too", () => {
  expect(writtenIn(["it", "fr"])).toEqual(["it", "fr", "en", "de", "es"]);
});

test("what is missing is read in the property’s first language that has it", () => {
  const order = writtenIn(["it", "fr"]);
  expect(fallback({ fr: "Dortoir", en: "Dormitory" }, "it", order)).toBe("fr");
  expect(fallback({ it: "Camerata" }, "it", order)).toBeUndefined();
  expect(fallback({ it: " ", en: "Dormitory" }, "de", order)).toBe("en");
});

test("a text that is emptied is none", () => {
  expect(withText({ fr: "Dortoir" }, "fr", "")).toEqual({});
  expect(withText({ fr: "Dortoir" }, "en", "Dormitory")).toEqual({
    fr: "Dortoir",
    en: "Dormitory",
  });
  expect(written({ fr: "Dortoir", en: "  " })).toEqual({ fr: "Dortoir" });
});

test("a list shows a text in the first language that has it", () => {
  expect(first({ en: "Dormitory", it: "Camerata" }, ["fr", "it", "en"])).toBe("Camerata");
  expect(first(undefined, ["fr"])).toBe("");
});
