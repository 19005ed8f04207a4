// Who books: the fields that the hut needs (R47), checked as the gateway checks them.
import type { Booking } from "./api";
import type { Key } from "./words";

export const FIELDS = [
  "title",
  "given_name",
  "surname",
  "phone",
  "mail",
  "address",
  "address_2",
  "postcode",
  "city",
  "country",
  "fax",
  "remark",
] as const;
export type Field = (typeof FIELDS)[number];
export type Contact = Record<Field, string>;
export const REQUIRED = ["given_name", "surname", "phone", "mail"] as const;

export const NOBODY = Object.fromEntries(FIELDS.map((name) => [name, ""])) as Contact;

const PHONE = /^[+(]{0,2}[0-9][+0-9 ().\-/]{4,38}$/;
const MAIL = /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$/;

/** What is wrong, field by field; nothing where the booking may be sent. */
export function wrongIn(contact: Contact): Partial<Record<Field, Key>> {
  const wrong: Partial<Record<Field, Key>> = {};
  for (const name of REQUIRED) {
    if (!contact[name].trim()) wrong[name] = "wrong.empty";
  }
  if (!wrong.phone && !PHONE.test(contact.phone.trim())) wrong.phone = "wrong.phone";
  if (!wrong.mail && !MAIL.test(contact.mail.trim())) wrong.mail = "wrong.mail";
  const country = contact.country.trim();
  if (country && !/^[a-z]{2}$/i.test(country)) wrong.country = "wrong.country";
  return wrong;
}

/** As it is sent: without what was left empty. */
export function sent(contact: Contact): Booking["contact"] {
  const trimmed = FIELDS.map((name) => [name, contact[name].trim()] as const);
  const said = Object.fromEntries(trimmed.filter(([, text]) => text !== ""));
  if (said.country) said.country = said.country.toUpperCase();
  return said as Booking["contact"];
}
