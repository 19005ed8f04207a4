import type { Me } from "@/session/me";
import { pagesOf } from "@/shell/pages";

const KEPT = "comptoir.property";

export function rememberProperty(property: string): void {
  localStorage.setItem(KEPT, property);
}

/** Where a person starts: their last property, and there the first page that is theirs. */
export function startOf(me: Me): string {
  const property =
    me.properties.find((one) => one.id === localStorage.getItem(KEPT)) ?? me.properties[0];
  if (!property) return me.operations ? "/operations" : "/nowhere";
  const page = pagesOf(property)[0];
  if (!page) return me.operations ? "/operations" : `/p/${property.id}/settings/notifications`;
  return `/p/${property.id}/${page.name}`;
}
