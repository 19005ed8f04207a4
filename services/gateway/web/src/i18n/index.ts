import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, preferLanguage, wordsIn } from "@/i18n/languages";
import { Messages } from "@/i18n/messages";

export const i18n = i18next.createInstance();

void i18n
  .use(new Messages())
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
    initAsync: false,
  });

/** Speak a language from now on, in the page's own words and in its `lang`. */
export async function loadLanguage(language: Language): Promise<void> {
  const { words } = await wordsIn[language]();
  for (const [part, texts] of Object.entries(words)) {
    i18n.addResourceBundle(language, part, texts);
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  preferLanguage(language);
  await loadLanguage(language);
}
