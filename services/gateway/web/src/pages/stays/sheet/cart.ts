import type { Schemas } from "@/api/client";
import type { Line } from "@/pages/stays/stay";

/** On every night alike, and once for the whole stay; any other slot is a night. */
export const EACH = "*";
export const ONCE = "";
/** How many of something, by slot. */
export type Slots = Readonly<Record<string, number>>;

/** What is wanted: nights, and how many persons at each rate and of each supplement. */
export interface Wanted {
  nights: readonly string[];
  rates: Readonly<Record<string, Slots>>;
  extras: Readonly<Record<string, Slots>>;
  /** Whether each night has quantities of its own. */
  apart: boolean;
}

export const NOTHING_WANTED: Wanted = { nights: [], rates: {}, extras: {}, apart: false };

/** How many on a night: its own number, else that of every night. */
export function onNight(slots: Slots | undefined, night: string): number {
  return slots?.[night] ?? slots?.[EACH] ?? 0;
}

/** The cart as it is sent; without anybody on any night there is none. */
export function cartOf({ nights, rates, extras }: Wanted): Schemas["CartBody"] | null {
  const wanted = nights.flatMap((night) =>
    Object.entries(rates).flatMap(([rate_id, slots]) => {
      const persons = onNight(slots, night);
      return persons > 0 ? [{ night, rate_id, persons }] : [];
    }),
  );
  if (wanted.length === 0) return null;
  const slept = new Set(wanted.map(({ night }) => night));
  const supplements = Object.entries(extras).flatMap(([supplement_id, slots]) => {
    const had = [...slept].map((night) => ({ night, quantity: onNight(slots, night) }));
    const once = { night: null, quantity: slots[ONCE] ?? 0 };
    return [once, ...had].flatMap((one) => (one.quantity > 0 ? [{ supplement_id, ...one }] : []));
  });
  return { nights: wanted, supplements };
}

/** What a stay has, to be changed from there. */
export function wantedOf(lines: readonly Line[]): Wanted {
  const slept = lines.filter(({ kind }) => kind === "night");
  const nights = [...new Set(slept.map(({ night }) => night ?? ""))].sort();
  const rates = slotsOf(slept, nights);
  const extras = slotsOf(
    lines.filter(({ kind }) => kind === "supplement"),
    nights,
  );
  const all = [...Object.values(rates), ...Object.values(extras)];
  const apart = all.some((slots) => Object.keys(slots).some((slot) => nights.includes(slot)));
  return { nights, rates, extras, apart };
}

function slotsOf(lines: readonly Line[], nights: readonly string[]): Record<string, Slots> {
  const found: Record<string, Record<string, number>> = {};
  for (const { item_id, night, quantity } of lines) {
    found[item_id] = { ...found[item_id], [night ?? ONCE]: quantity };
  }
  return Object.fromEntries(Object.entries(found).map(([id, slots]) => [id, alike(slots, nights)]));
}

/** The same number on every night is said once. */
function alike(slots: Slots, nights: readonly string[]): Slots {
  const numbers = nights.map((night) => slots[night]);
  const [first] = numbers;
  if (first === undefined || numbers.some((number) => number !== first)) return slots;
  const once = slots[ONCE];
  return { [EACH]: first, ...(once === undefined ? {} : { [ONCE]: once }) };
}

/** With one quantity changed; on every night, what a night had of its own is forgotten. */
export function withQuantity(slots: Slots | undefined, slot: string, quantity: number): Slots {
  if (slot !== EACH) return { ...slots, [slot]: quantity };
  const once = slots?.[ONCE];
  return { [EACH]: quantity, ...(once === undefined ? {} : { [ONCE]: once }) };
}

/** Every night as the first one; what is had once stays. */
export function withoutNights(items: Wanted["rates"], nights: readonly string[]): Wanted["rates"] {
  const first = nights[0] ?? "";
  return Object.fromEntries(
    Object.entries(items).map(([id, slots]) => [
      id,
      withQuantity({ [ONCE]: slots[ONCE] ?? 0 }, EACH, onNight(slots, first)),
    ]),
  );
}

/** How many persons sleep in a stock type on a night. */
export function personsOn(
  wanted: Wanted,
  rates: readonly Schemas["RateLine"][],
  stockType: string | null,
  night: string,
): number {
  return rates
    .filter((rate) => stockType === null || rate.stock_type_id === stockType)
    .reduce((sum, rate) => sum + onNight(wanted.rates[rate.id], night), 0);
}
