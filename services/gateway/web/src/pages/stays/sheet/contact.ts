import type { Schemas } from "@/api/client";

/** The contact as it is typed; nothing is left out, so that the form can be drawn from it. */
export interface Typed {
  title: string;
  surname: string;
  given_name: string;
  address: string;
  address_2: string;
  postcode: string;
  city: string;
  country: string;
  phone: string;
  fax: string;
  mail: string;
  remark: string;
  language: Schemas["Language"] | "";
}

export const NOBODY: Typed = {
  title: "",
  surname: "",
  given_name: "",
  address: "",
  address_2: "",
  postcode: "",
  city: "",
  country: "",
  phone: "",
  fax: "",
  mail: "",
  remark: "",
  language: "",
};

// As the service takes them.
const PHONE = /^[+(]{0,2}[0-9][+0-9 ().\-/]{4,38}$/;
const MAIL = /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$/;

export type Fault = "needed" | "no_phone" | "no_mail";
export type Faults = Partial<Record<keyof Typed, Fault>>;

/** What is wrong with a contact: both names, phone and mail are needed; the city is not (R47). */
export function faultsOf(typed: Typed): Faults {
  const faults: Faults = {};
  for (const field of ["surname", "given_name", "phone", "mail"] as const) {
    if (!typed[field].trim()) faults[field] = "needed";
  }
  if (!faults.phone && !PHONE.test(typed.phone.trim())) faults.phone = "no_phone";
  if (!faults.mail && !MAIL.test(typed.mail.trim())) faults.mail = "no_mail";
  return faults;
}

/** The contact as it is sent: what was left empty is not said. */
export function contactOf(typed: Typed): Schemas["Contact"] {
  const said = Object.entries(typed).flatMap(([field, text]) =>
    text.trim() ? [[field, text.trim()]] : [],
  );
  return Object.fromEntries(said) as Schemas["Contact"];
}
