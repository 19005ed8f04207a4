import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, preferLanguage, type Words, wordsIn } from "@/i18n/languages";
import { type LatePart, lateWords } from "@/i18n/late";
import { Messages } from "@/i18n/messages";

// Parts whose words came with their page; they go along to another language.
const late = new Set<LatePart>();
// The language that is spoken, or whose words are on their way.
let wanted: Language | undefined;

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
  wanted = language;
  const [{ words }, more] = await Promise.all([wordsIn[language](), lateWords(late, language)]);
  add(language, { ...words, ...more });
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The words of a part that comes with its page, before that is drawn. */
export async function loadPart(part: LatePart): Promise<void> {
  late.add(part);
  if (wanted) add(wanted, await lateWords([part], wanted));
}

function add(language: Language, words: Record<string, Words>): void {
  for (const [part, texts] of Object.entries(words)) {
    i18n.addResourceBundle(language, part, texts);
  }
}

export async function chooseLanguage(language: Language): Promise<void> {
  preferLanguage(language);
  await loadLanguage(language);
}
