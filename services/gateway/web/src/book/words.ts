// The words of the booking, in the language that its page is read in. Few enough to travel together.
import de from "./words/de.json";
import en from "./words/en.json";
import es from "./words/es.json";
import fr from "./words/fr.json";
import it from "./words/it.json";

export const WORDS = { fr, en, it, de, es };
export type Speech = keyof typeof WORDS;
export type Key = keyof typeof fr;
type Values = Record<string, string | number>;
// A key that says one and many apart: `nights` of `nights.one` and `nights.other`.
type Counted = Key extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;

export interface Words {
  t(key: Key, values?: Values): string;
  counted(key: Counted, count: number): string;
  day(night: string): string;
  shortDay(night: string): string;
  /** The same as `day`, with what stands around its number apart. */
  dayParts(night: string): { before: string; number: string; after: string };
  month(first: string): string;
  weekdays(): { short: string; long: string }[];
  money(amount: number): string;
}

const AT_NOON = "T12:00:00Z";

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Everything that is written, for one language and currency. Nights are plain dates. */
export function wordsIn(language: Speech, currency: string): Words {
  const words: Record<Key, string> = WORDS[language];
  const rules = new Intl.PluralRules(language);
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
    return (night: string) => format.format(new Date(night + AT_NOON));
  };
  const sums = new Intl.NumberFormat(language, { style: "currency", currency });
  const units = 10 ** (sums.resolvedOptions().maximumFractionDigits ?? 2);
  const t = (key: Key, values: Values = {}) => filled(words[key], values);
  const whole = { weekday: "long", day: "numeric", month: "long" } as const;
  const parts = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...whole });
  const short = dates({ weekday: "short" });
  const long = dates({ weekday: "long" });
  return {
    t,
    counted(key, count) {
      const form = rules.select(count) === "one" ? "one" : "other";
      return t(`${key}.${form}` as Key, { count });
    },
    day: dates(whole),
    dayParts(night) {
      const found = parts.formatToParts(new Date(night + AT_NOON));
      const at = found.findIndex((one) => one.type === "day");
      const text = (some: typeof found) => some.map((one) => one.value).join("");
      return {
        before: text(found.slice(0, at)),
        number: found[at]?.value ?? "",
        after: text(found.slice(at + 1)),
      };
    },
    shortDay: dates({ weekday: "short", day: "numeric", month: "short" }),
    month: dates({ month: "long", year: "numeric" }),
    // 2029-01-01 is a Monday.
    weekdays: () =>
      Array.from({ length: 7 }, (_, n) => {
        const one = `2029-01-0${n + 1}`;
        return { short: short(one), long: long(one) };
      }),
    money: (amount) => sums.format(amount / units),
  };
}
