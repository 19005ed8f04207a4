import i18next from "i18next";
import { expect, test } from "vitest";
import { Messages } from "@/i18n/messages";

const words = {
  plain: "Rien d’ouvert # pour l’instant",
  named: "Compte de {name}",
  counted: "{count, plural, one {# commande} other {# commandes}}",
};
const i18n = i18next.createInstance();
await i18n
  .use(new Messages())
  .init({ lng: "fr", defaultNS: "words", resources: { fr: { words } }, keySeparator: false });
const said = i18n.t as unknown as (key: string, values?: Record<string, unknown>) => string;

test("a text without values is said as it is", () => {
  expect(said("plain")).toBe(words.plain);
});

test("a text with values is said with them, in the language's own plurals", () => {
  expect(said("named", { name: "Réception" })).toBe("Compte de Réception");
  expect(said("counted", { count: 0 })).toBe("0 commande");
  expect(said("counted", { count: 2 })).toBe("2 commandes");
});
