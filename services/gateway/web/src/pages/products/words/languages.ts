import { useAddress } from "@/app/search";
import { isLanguage, LANGUAGES, type Language } from "@/i18n/languages";
import { useProperty } from "@/session/property";

/** A text per language, as the API has it. */
export type Labels = Readonly<Record<string, string>>;

/** All languages that a hut may write in, the property's own first. */
export function writtenIn(own: readonly string[]): Language[] {
  const first = own.filter(isLanguage);
  return [...first, ...LANGUAGES.filter((language) => !first.includes(language))];
}

/** What is read where a text is missing in a language: the property's first that has it. */
export function fallback(
  texts: Labels,
  language: Language,
  order: readonly Language[],
): Language | undefined {
  return order.find((one) => one !== language && texts[one]?.trim());
}

/** The texts with one of them written anew; an empty one is none. */
export function withText(texts: Labels, language: Language, text: string): Labels {
  const { [language]: _before, ...others } = texts;
  return text ? { ...others, [language]: text } : others;
}

/** Without what is only blanks: nobody reads it. */
export function written(texts: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim()));
}

/** A text as one reads it in a list: in the first language that has it. */
export function first(texts: Labels | undefined, order: readonly Language[]): string {
  const language = order.find((one) => texts?.[one]?.trim());
  return (language && texts?.[language]) || "";
}

/** In which language one writes here; it is in the address. */
export function useWriting() {
  const { languages: own } = useProperty();
  const [{ lang }, change] = useAddress();
  const order = writtenIn(own);
  const language = order.find((one) => one === lang) ?? order[0] ?? "fr";
  return { language, order, own, choose: (lang: string) => change({ lang }, true) };
}

export type Writing = ReturnType<typeof useWriting>;
