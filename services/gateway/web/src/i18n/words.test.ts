import { expect, test } from "vitest";
import { words as de } from "@/i18n/de";
import { words as en } from "@/i18n/en";
import { words as es } from "@/i18n/es";
import { words as fr } from "@/i18n/fr";
import { words as it } from "@/i18n/it";
import { LATE, lateWords } from "@/i18n/late";

type Parts = Record<string, Record<string, string>>;
const late = Object.keys(LATE) as (keyof typeof LATE)[];
const french: Parts = { ...fr, ...(await lateWords(late, "fr")) };
const others: Record<string, Parts> = {
  en: { ...en, ...(await lateWords(late, "en")) },
  it: { ...it, ...(await lateWords(late, "it")) },
  de: { ...de, ...(await lateWords(late, "de")) },
  es: { ...es, ...(await lateWords(late, "es")) },
};

/** The values that a text asks for: `{name}`, or `{count, plural, …}`. */
const values = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map((found) => found[1]))].sort();

test.each(Object.keys(others))("%s has every word of the French page and no other", (language) => {
  for (const [part, texts] of Object.entries(french)) {
    expect(Object.keys(others[language]?.[part] ?? {}).sort(), part).toEqual(
      Object.keys(texts).sort(),
    );
  }
});

test.each(Object.keys(others))(
  "%s asks for the same values as French and is never empty",
  (language) => {
    for (const [part, texts] of Object.entries(french)) {
      for (const [key, text] of Object.entries(texts)) {
        const said = others[language]?.[part]?.[key] ?? "";
        expect(said.trim(), `${part}.${key}`).not.toBe("");
        expect(values(said), `${part}.${key}`).toEqual(values(text));
      }
    }
  },
);

test("no text has a straight apostrophe, which ICU reads as an escape", () => {
  for (const parts of [french, ...Object.values(others)]) {
    for (const texts of Object.values(parts)) {
      for (const [key, text] of Object.entries(texts)) expect(text, key).not.toContain("'");
    }
  }
});
