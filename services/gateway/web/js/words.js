// The words, times and sums of the interface, in the reader's language and the property's time.

export const LANGUAGES = { fr: "Français", en: "English", it: "Italiano", de: "Deutsch", es: "Español" };
const KEPT = "comptoir.language";

let words = {};
export let language = "en";
// How figures are written: hotels here count to 24 hours, in English too.
const figures = () => (language === "en" ? "en-GB" : language);

/** The language chosen here before, else the browser's first one that we speak. */
export function preferred() {
  const kept = localStorage.getItem(KEPT);
  const wanted = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2)), "en"];
  return wanted.find((code) => code && code in LANGUAGES);
}

export async function speak(code) {
  words = await (await fetch(`/i18n/${code}.json`)).json();
  language = code;
  document.documentElement.lang = code;
}

export async function choose(code) {
  localStorage.setItem(KEPT, code);
  await speak(code);
}

/** The words of a key, `{name}` replaced by values. */
export const t = (key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

export const known = (key) => key in words;

export const clock = (instant, zone) =>
  new Intl.DateTimeFormat(figures(), { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(
    new Date(instant),
  );

export const exact = (instant, zone) =>
  new Intl.DateTimeFormat(figures(), { timeZone: zone, dateStyle: "full", timeStyle: "long" }).format(
    new Date(instant),
  );

/** A day as people say it: nothing today, else the date. */
export function day(instant, zone) {
  const format = new Intl.DateTimeFormat(figures(), { timeZone: zone, day: "numeric", month: "long" });
  const text = format.format(new Date(instant));
  return text === format.format(new Date()) ? "" : text;
}

/** A sum from minor units; how many digits a currency has is the browser's knowledge. */
export function money(amount, currency) {
  const format = new Intl.NumberFormat(figures(), { style: "currency", currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export const percent = (rate) =>
  new Intl.NumberFormat(figures(), { style: "percent", maximumFractionDigits: 2 }).format(rate / 100);
