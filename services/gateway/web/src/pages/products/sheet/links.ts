import type { Schemas } from "@/api/client";
import { isWebAddress, webAddress } from "@/pages/products/sheet/contact";
import { type Labels, written } from "@/pages/products/words/languages";

/** A link as one enters it: to an address of the web, or to a document of the library. */
export type Form = { label: Labels } & (
  | { to: "web"; url: string }
  | { to: "document"; media_id: string }
);

export function formOf({ links }: Schemas["HutSheet"]): Form[] {
  return links.map(({ label = {}, url, media_id }) =>
    media_id ? { label, to: "document", media_id } : { label, to: "web", url: url ?? "" },
  );
}

export function bodyOf(forms: readonly Form[]): Schemas["Link"][] {
  return forms.map((one) => ({
    label: written(one.label),
    ...(one.to === "web" ? { url: webAddress(one.url) } : { media_id: one.media_id }),
  }));
}

export function check(forms: readonly Form[]): Record<string, string> {
  const faults = forms.flatMap((one, at): [string, string][] => {
    if (one.to === "document") return one.media_id ? [] : [[`${at}.media_id`, "needed"]];
    if (!one.url.trim()) return [[`${at}.url`, "needed"]];
    return isWebAddress(one.url) ? [] : [[`${at}.url`, "web"]];
  });
  return Object.fromEntries(faults);
}
