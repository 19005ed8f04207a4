import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";
import { type LatePart, lateWords } from "@/i18n/late";

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
type Words = Record<string, string>;

// One file of words per part of the page and language; a language comes when it is asked for.
const files: Record<Language, () => Promise<{ words: Record<string, Words> }>> = {
  fr: () => import("@/i18n/fr"),
  en: () => import("@/i18n/en"),
  it: () => import("@/i18n/it"),
  de: () => import("@/i18n/de"),
  es: () => import("@/i18n/es"),
};

// Parts whose words came with their page; they go along to another language.
const late = new Set<LatePart>();

export const i18n = i18next.createInstance();

await i18n
  .use(ICU)
  .use(initReactI18next)
  .init({
    lng: "none",
    ns: [],
    defaultNS: "shell",
    fallbackLng: false,
    keySeparator: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    resources: {},
  });

/** The language chosen before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages];
  const found = wanted.map((tag) => tag?.slice(0, 2)).find(isLanguage);
  return found ?? "en";
}

export function isLanguage(tag: string | null | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}

/** Speak a language from now on, in the page's own words and in its `lang`. */
export async function loadLanguage(language: Language): Promise<void> {
  const [{ words }, more] = await Promise.all([files[language](), lateWords(late, language)]);
  add(language, { ...words, ...more });
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The words of a part that comes with its page, before that is drawn. */
export async function loadPart(part: LatePart): Promise<void> {
  late.add(part);
  const { language } = i18n;
  if (isLanguage(language)) add(language, await lateWords([part], language));
}

function add(language: Language, words: Record<string, Words>): void {
  for (const [part, texts] of Object.entries(words)) {
    i18n.addResourceBundle(language, part, texts, true, true);
  }
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await loadLanguage(language);
}
