import type { Schemas } from "@/api/client";
import { isAddress } from "@/pages/products/mails/form";

/** Who answers for the hut, as one enters it. */
export interface Form {
  name: string;
  mail: string;
  warden: string;
  phone: string;
  mobile: string;
  website: string;
  lines: string;
  postcode: string;
  city: string;
  country: string;
}

const PHONE = /^[+0-9 ().\-/]{5,40}$/;
const WEB = /^https?:\/\/[^\s<>"]+$/;
const MOST_LINES = 3;

export function formOf({ contact }: Schemas["HutSheet"]): Form {
  const address = contact?.address;
  return {
    name: contact?.name ?? "",
    mail: contact?.mail ?? "",
    warden: contact?.warden ?? "",
    phone: contact?.phone ?? "",
    mobile: contact?.mobile ?? "",
    website: contact?.website ?? "",
    lines: address?.lines.join("\n") ?? "",
    postcode: address?.postcode ?? "",
    city: address?.city ?? "",
    country: address?.country ?? "",
  };
}

export function bodyOf(form: Form): Schemas["HutContact"] {
  const lines = form.lines.split("\n").filter((line) => line.trim());
  return {
    name: form.name.trim(),
    mail: form.mail.trim(),
    warden: form.warden.trim() || null,
    phone: form.phone.trim() || null,
    mobile: form.mobile.trim() || null,
    website: webAddress(form.website) || null,
    address: {
      lines: lines.slice(0, MOST_LINES),
      postcode: form.postcode.trim(),
      city: form.city.trim(),
      country: form.country || null,
    },
  };
}

/** "refuge.example" is what people type; an address begins with its protocol. */
export function webAddress(typed: string): string {
  const text = typed.trim();
  return !text || text.includes("://") ? text : `https://${text}`;
}

export function isWebAddress(text: string): boolean {
  return WEB.test(webAddress(text));
}

/** Name and mail are the least (R12). */
export function check(form: Form): Record<string, string> {
  const faults: Record<string, string> = {};
  if (!form.name.trim()) faults.name = "needed";
  if (!form.mail.trim()) faults.mail = "needed";
  else if (!isAddress(form.mail)) faults.mail = "mail";
  for (const name of ["phone", "mobile"] as const) {
    if (form[name].trim() && !PHONE.test(form[name].trim())) faults[name] = "phone";
  }
  if (form.website.trim() && !isWebAddress(form.website)) faults.website = "web";
  if (form.lines.split("\n").filter((line) => line.trim()).length > MOST_LINES) {
    faults["address.lines"] = "lines";
  }
  return faults;
}
