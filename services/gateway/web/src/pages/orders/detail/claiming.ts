import type { Schemas } from "@/api/client";
import { typedAmount } from "@/pages/orders/typedAmount";
import { minorUnits } from "@/ui/money";

type Detail = Pick<Schemas["OrderDetail"], "lines" | "currency">;
type Body = Schemas["ClaimBody"];

/** A claim as a person writes it; kept as a draft. `items` has a quantity for each line's place. */
export interface Written {
  reason: Body["reason"] | "";
  items: Record<number, number>;
  /** As typed; empty where it is the price of the dishes. */
  amount: string;
  description: string;
  photos: string[];
}

export const NOTHING_WRITTEN: Written = {
  reason: "",
  items: {},
  amount: "",
  description: "",
  photos: [],
};

export const REASONS = [
  "missing_item",
  "wrong_item",
  "damaged",
  "quality",
  "late",
  "not_delivered",
  "other",
] as const satisfies readonly Body["reason"][];

/** The price of the dishes concerned in minor units; null where prices do not show or none is. */
export function priceOf(written: Written, { lines }: Detail): number | null {
  let sum = 0;
  for (const [place, quantity] of Object.entries(written.items)) {
    const price = lines[Number(place)]?.unit_amount;
    if (typeof price !== "number") return null;
    sum += price * quantity;
  }
  return sum > 0 ? sum : null;
}

/** What stands in the amount's field: what was typed, else the price of the dishes. */
export function amountShown(written: Written, detail: Detail, language = "en"): string {
  const price = priceOf(written, detail);
  if (written.amount || price === null) return written.amount;
  return typedAmount(price, detail.currency, language);
}

/** What is sent, or the fields in which something is missing. */
export function claimOf(written: Written, detail: Detail): Body | ("reason" | "amount")[] {
  const amount = minorUnits(amountShown(written, detail), detail.currency);
  const missing: ("reason" | "amount")[] = [];
  if (!written.reason) missing.push("reason");
  if (!amount) missing.push("amount");
  if (!written.reason || !amount) return missing;
  const items = Object.entries(written.items)
    .filter(([, quantity]) => quantity > 0)
    .map(([line, quantity]) => ({ line: Number(line), quantity }));
  const description = written.description.trim();
  return {
    reason: written.reason,
    items,
    amount,
    photos: written.photos,
    ...(description ? { description } : {}),
  };
}
