import type { Schemas } from "@/api/client";

export type Texts = Schemas["MailTexts"];

/** The sender of the automatic mails, and the warden's words in each language. */
export interface Form {
  sender: string;
  texts: Readonly<Record<string, Texts>>;
}

export const NOTHING: Texts = {
  rates_intro: "",
  booking_subject: "",
  booking_body: "",
  pre_booking_subject: "",
  pre_booking_body: "",
};

const ADDRESS = /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$/;

export function formOf({ mails }: Schemas["Selling"]): Form {
  return { sender: mails.sender ?? "", texts: mails.texts ?? {} };
}

export function bodyOf({ sender, texts }: Form): Schemas["Mails"] {
  const written = Object.entries(texts).filter(([, said]) => Object.values(said).some(Boolean));
  return { sender: sender.trim() || null, texts: Object.fromEntries(written) };
}

/** An address is only wrong: that it is missing is said where one asks why nobody can book. */
export function check({ sender }: Form): Record<string, string> {
  return isAddress(sender) || !sender.trim() ? {} : { sender: "mail" };
}

export function isAddress(text: string): boolean {
  return ADDRESS.test(text.trim());
}

export function withTexts(form: Form, language: string, to: Partial<Texts>): Form {
  const texts = { ...NOTHING, ...form.texts[language], ...to };
  return { ...form, texts: { ...form.texts, [language]: texts } };
}

/** How much of what a mail needs is written in a language, from 0 to 1. */
export function share(form: Form, language: string): number {
  const texts = form.texts[language] ?? NOTHING;
  const needed = [
    texts.pre_booking_subject,
    texts.pre_booking_body,
    texts.booking_subject,
    texts.booking_body,
  ];
  return needed.filter((text) => text.trim()).length / needed.length;
}

/** The texts as a guest reads them: in their language, and where one is missing in another. */
export function read(form: Form, language: string, order: readonly string[]): Texts {
  const found = { ...NOTHING };
  for (const name of Object.keys(NOTHING) as (keyof Texts)[]) {
    const from = [language, ...order].find((one) => form.texts[one]?.[name]?.trim());
    found[name] = (from && form.texts[from]?.[name]) || "";
  }
  return found;
}
