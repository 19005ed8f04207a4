import type { Schemas } from "@/api/client";
import { type Labels, written } from "@/pages/products/words/languages";

/** A stock type as one enters it. `whole_from`: null never, 1 always, else from so many persons. */
export interface Form {
  id: string;
  name: string;
  label: Labels;
  description: Labels;
  whole_from: number | null;
}

export type Blocks = "never" | "always" | "from";

export function formOf(selling: Schemas["Selling"]): Form[] {
  return selling.stock_types.map((one) => ({
    id: one.id,
    name: one.name,
    label: one.label ?? {},
    description: one.description ?? {},
    whole_from: one.whole_from ?? null,
  }));
}

export function bodyOf(forms: readonly Form[]): Schemas["StockType"][] {
  return forms.map((one) => ({
    ...one,
    name: one.name.trim(),
    label: written(one.label),
    description: written(one.description),
  }));
}

export function check(forms: readonly Form[]): Record<string, string> {
  const missing = forms.flatMap((one, at) => (one.name.trim() ? [] : [[`${at}.name`, "needed"]]));
  return Object.fromEntries(missing);
}

export function blocks({ whole_from }: Form): Blocks {
  if (whole_from === null) return "never";
  return whole_from === 1 ? "always" : "from";
}

/** Fewest persons that may block a room without everybody doing so. */
export const FROM_AT_LEAST = 2;

export function blocking(blocks: Blocks, before: number | null): number | null {
  if (blocks === "never") return null;
  return blocks === "always" ? 1 : Math.max(FROM_AT_LEAST, before ?? FROM_AT_LEAST);
}
