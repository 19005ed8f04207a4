import { expect, test } from "vitest";
import { words as de } from "@/i18n/de";
import { words as fr } from "@/i18n/fr";
import { refusalOf, refusedText, type Say } from "@/ui/refusals";

const inWordsOf =
  (texts: Record<string, string>): Say =>
  (key, values = {}) =>
    (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
const german = inWordsOf(de.shell);
const french = inWordsOf(fr.shell);

test("a service's word for a refusal has words of ours", () => {
  expect(refusalOf("order_over")).toBe("refusal.order_over");
  expect(refusalOf("ends_otherwise")).toBe("refusal.ends_otherwise");
});

test("a refusal in a sentence is known by how it begins", () => {
  expect(refusalOf("it is still being sent")).toBe("refusal.still_sending");
  expect(refusalOf("net and tax add up to 1200, total is 1300")).toBe("refusal.not_the_total");
});

test("what is not known has none", () => {
  expect(refusalOf("Value error, is no number")).toBeUndefined();
});

test("a refusal that we have words for is said in the reader’s language", () => {
  const fault = { field: "lines.0.unit_amount", reason: "quantities times prices come to 12" };
  expect(refusedText(fault, german)).toBe(de.shell["refusal.not_the_total"]);
});

test("what may be wrong with any value is said with the field’s name", () => {
  const missing = { field: "guest.surname", reason: "Field required" };
  expect(refusedText(missing, german)).toBe("Nachname: Dieser Wert fehlt.");
  const long = { field: "lines.2.name", reason: "String should have at most 200 characters" };
  expect(refusedText(long, french)).toBe("Nom : Cette valeur est trop longue.");
});

test("where we have no words, the API’s stand behind the field’s name in ours", () => {
  const fault = { field: "guest.phone", reason: "Value error, is no number" };
  expect(refusedText(fault, french)).toBe("Téléphone : Value error, is no number");
});

test("a field that nobody fills in keeps its own name", () => {
  const fault = { field: "query.cursor", reason: "is none of ours" };
  expect(refusedText(fault, german)).toBe("query.cursor: is none of ours");
});
