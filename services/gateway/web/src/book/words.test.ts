import { describe, expect, it } from "vitest";
import { type Speech, WORDS, wordsIn } from "./words";

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe.each(Object.keys(WORDS) as Speech[])("the words in %s", (language) => {
  const words: Record<string, string> = WORDS[language];
  it("are all there, each with the same places to fill", () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(WORDS.fr).sort());
    for (const [key, text] of Object.entries(WORDS.fr)) {
      expect(text, key).not.toBe("");
      expect(words[key], key).not.toMatch(/'/);
      if (!key.endsWith(".one")) expect(places(words[key] ?? ""), key).toEqual(places(text));
    }
  });
  it("count, and write days and amounts", () => {
    const { counted, day, money, weekdays } = wordsIn(language, "EUR");
    expect(counted("nights", 2)).toContain("2");
    expect(counted("nights", 1)).not.toBe(counted("nights", 2));
    expect(day("2027-07-01")).toMatch(/1/);
    expect(money(123450)).toMatch(/1.?234[.,]50/);
    expect(weekdays()).toHaveLength(7);
  });
});
