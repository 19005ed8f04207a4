import type { Language, Words } from "@/i18n/languages";

type Files = Record<Language, () => Promise<{ default: Words }>>;

// Words of pages that few people open come with their page: the first load is everybody's.
export const LATE = {
  products: {
    fr: () => import("@/i18n/fr/products.json"),
    en: () => import("@/i18n/en/products.json"),
    it: () => import("@/i18n/it/products.json"),
    de: () => import("@/i18n/de/products.json"),
    es: () => import("@/i18n/es/products.json"),
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
