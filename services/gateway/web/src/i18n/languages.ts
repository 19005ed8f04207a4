export const LANGUAGES = ["fr", "en", "it", "de", "es"] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<Language, string> = {
  fr: "Français",
  en: "English",
  it: "Italiano",
  de: "Deutsch",
  es: "Español",
};

const KEPT = "comptoir.language";
export type Words = Record<string, string>;

/** Each language's words, a file of them per part of the page; a language comes when it is asked
 * for. */
export const wordsIn: Record<Language, () => Promise<{ words: Record<string, Words> }>> = {
  fr: () => import("@/i18n/fr"),
  en: () => import("@/i18n/en"),
  it: () => import("@/i18n/it"),
  de: () => import("@/i18n/de"),
  es: () => import("@/i18n/es"),
};

/** The language chosen before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages];
  const found = wanted.map((tag) => tag?.slice(0, 2)).find(isLanguage);
  return found ?? "en";
}

export function preferLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

export function isLanguage(tag: string | null | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}
