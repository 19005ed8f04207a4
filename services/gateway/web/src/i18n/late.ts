import type { Language, Words } from "@/i18n/languages";

type Files = Record<Language, () => Promise<{ default: Words }>>;

// Words that one or two pages say come with them: the first load is everybody's.
export const LATE = {
  figures: {
    fr: () => import("@/i18n/fr/figures.json"),
    en: () => import("@/i18n/en/figures.json"),
    it: () => import("@/i18n/it/figures.json"),
    de: () => import("@/i18n/de/figures.json"),
    es: () => import("@/i18n/es/figures.json"),
  },
  operations: {
    fr: () => import("@/i18n/fr/operations.json"),
    en: () => import("@/i18n/en/operations.json"),
    it: () => import("@/i18n/it/operations.json"),
    de: () => import("@/i18n/de/operations.json"),
    es: () => import("@/i18n/es/operations.json"),
  },
  planning: {
    fr: () => import("@/i18n/fr/planning.json"),
    en: () => import("@/i18n/en/planning.json"),
    it: () => import("@/i18n/it/planning.json"),
    de: () => import("@/i18n/de/planning.json"),
    es: () => import("@/i18n/es/planning.json"),
  },
  products: {
    fr: () => import("@/i18n/fr/products.json"),
    en: () => import("@/i18n/en/products.json"),
    it: () => import("@/i18n/it/products.json"),
    de: () => import("@/i18n/de/products.json"),
    es: () => import("@/i18n/es/products.json"),
  },
  reconciliation: {
    fr: () => import("@/i18n/fr/reconciliation.json"),
    en: () => import("@/i18n/en/reconciliation.json"),
    it: () => import("@/i18n/it/reconciliation.json"),
    de: () => import("@/i18n/de/reconciliation.json"),
    es: () => import("@/i18n/es/reconciliation.json"),
  },
  sales: {
    fr: () => import("@/i18n/fr/sales.json"),
    en: () => import("@/i18n/en/sales.json"),
    it: () => import("@/i18n/it/sales.json"),
    de: () => import("@/i18n/de/sales.json"),
    es: () => import("@/i18n/es/sales.json"),
  },
  stay_mails: {
    fr: () => import("@/i18n/fr/stay_mails.json"),
    en: () => import("@/i18n/en/stay_mails.json"),
    it: () => import("@/i18n/it/stay_mails.json"),
    de: () => import("@/i18n/de/stay_mails.json"),
    es: () => import("@/i18n/es/stay_mails.json"),
  },
  stays: {
    fr: () => import("@/i18n/fr/stays.json"),
    en: () => import("@/i18n/en/stays.json"),
    it: () => import("@/i18n/it/stays.json"),
    de: () => import("@/i18n/de/stays.json"),
    es: () => import("@/i18n/es/stays.json"),
  },
} satisfies Record<string, Files>;

export type LatePart = keyof typeof LATE;

/** The words of some parts in a language. */
export async function lateWords(
  parts: Iterable<LatePart>,
  language: Language,
): Promise<Record<string, Words>> {
  const read = [...parts].map(async (part) => {
    const { default: words } = await LATE[part][language]();
    return [part, words] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
