import type { Schemas } from "@/api/client";

/** Which photos are shown, and as what (R16). */
export interface Form {
  main: string | null;
  warden: string | null;
  gallery: string[];
}

export type Use = "main" | "warden" | "gallery" | "link";

export function formOf({ photos }: Schemas["HutSheet"]): Form {
  const { main = null, warden = null, gallery } = photos;
  return { main, warden, gallery: [...gallery] };
}

/** What a photo is shown as. */
export function usesOf(form: Form, links: readonly Schemas["Link"][], media: string): Use[] {
  const uses: Use[] = [];
  if (form.main === media) uses.push("main");
  if (form.warden === media) uses.push("warden");
  if (form.gallery.includes(media)) uses.push("gallery");
  if (links.some(({ media_id }) => media_id === media)) uses.push("link");
  return uses;
}

/** The photos with one of them shown as something, or not any more. */
export function shownAs(form: Form, media: string, use: Exclude<Use, "link">, on: boolean): Form {
  if (use !== "gallery") return { ...form, [use]: on ? media : null };
  const others = form.gallery.filter((one) => one !== media);
  return { ...form, gallery: on ? [...others, media] : others };
}

/** The gallery with one photo put where another stands. */
export function moved(gallery: readonly string[], media: string, over: string): string[] {
  const to = gallery.indexOf(over);
  const from = gallery.indexOf(media);
  if (from < 0 || to < 0) return [...gallery];
  const others = gallery.filter((one) => one !== media);
  return [...others.slice(0, to), media, ...others.slice(to)];
}
