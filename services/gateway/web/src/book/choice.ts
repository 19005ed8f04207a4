// What a guest has chosen, and what follows from it: pure, so that it is tried out without a page.
import type { Availability, Cart, Hut, Rate, WhyNot } from "./api";
import { between, nightsFrom } from "./nights";

export interface Choice {
  arrival: string | null;
  nights: number;
  /** Persons by rate, and units by supplement; none where it is not named. */
  persons: Record<string, number>;
  extras: Record<string, number>;
}

export const NOTHING: Choice = { arrival: null, nights: 1, persons: {}, extras: {} };
export const MOST_NIGHTS = 30;

export function nightsOf(choice: Choice): string[] {
  return choice.arrival === null ? [] : nightsFrom(choice.arrival, choice.nights);
}

export function personsOf(choice: Choice): number {
  return Object.values(choice.persons).reduce((sum, count) => sum + count, 0);
}

interface Left {
  left: number;
  why: WhyNot | null;
}

/** One stock type on one night. */
export function leftOn(availability: Availability, typeId: string, night: string): Left {
  const row = availability.rows.find((one) => one.stock_type_id === typeId);
  const n = between(availability.from, night);
  return { left: row?.left[n] ?? 0, why: row ? (row.why[n] ?? null) : "not_open" };
}

/** One stock type over all nights: the least, and the first reason against it. */
export function leftOver(availability: Availability, typeId: string, nights: string[]): Left {
  const found = nights.map((night) => leftOn(availability, typeId, night));
  const why = found.find((one) => one.why)?.why ?? null;
  return { left: why ? 0 : Math.min(...found.map((one) => one.left)), why };
}

// The most telling reason first: that the house is shut says more than that one room is not sold.
const TELLING: WhyNot[] = ["too_late", "too_far", "closed", "full", "not_open"];

/** The whole hut on one night: all places, or the reason why there is none. */
export function dayOf(availability: Availability, night: string): Left {
  const types = availability.rows.map((row) => leftOn(availability, row.stock_type_id, night));
  const left = types.reduce((sum, one) => sum + one.left, 0);
  if (left > 0) return { left, why: null };
  const reasons = types.map((one) => one.why);
  return { left: 0, why: TELLING.find((one) => reasons.includes(one)) ?? "not_open" };
}

/** Why these nights cannot be had: the first bad one, or that no one room is free on all of them. */
export function against(
  availability: Availability,
  nights: string[],
): { night: string; why: WhyNot | "apart" } | null {
  for (const night of nights) {
    const { why } = dayOf(availability, night);
    if (why) return { night, why };
  }
  const last = nights.at(-1);
  const fits = availability.rows.some(
    (row) => leftOver(availability, row.stock_type_id, nights).left > 0,
  );
  return fits || last === undefined ? null : { night: last, why: "apart" };
}

export function inType(hut: Hut, choice: Choice, typeId: string): number {
  return hut.rates
    .filter((rate) => rate.stock_type_id === typeId)
    .reduce((sum, rate) => sum + (choice.persons[rate.id] ?? 0), 0);
}

/** The most persons that this rate may have, beside those at other rates of its room. */
export function mostAt(hut: Hut, choice: Choice, rate: Rate, left: number): number {
  const others = inType(hut, choice, rate.stock_type_id) - (choice.persons[rate.id] ?? 0);
  const most = Math.min(rate.maximum, left - others);
  return most < Math.max(1, rate.minimum) ? 0 : most;
}

/** One up or down: from none straight to the least that can be had, and back. */
export function stepped(count: number, by: 1 | -1, minimum: number, most: number): number {
  const least = Math.max(1, minimum);
  const next = count + by;
  if (next < least) return by > 0 ? Math.min(least, most) : 0;
  return Math.min(next, most);
}

export function isGroup(hut: Hut, choice: Choice): boolean {
  return hut.group_from != null && personsOf(choice) >= hut.group_from;
}

export interface Line {
  id: string;
  name: string;
  quantity: number;
  unit: number;
  nights: number;
  total: number;
}

/** The bill as it is to be expected; the hut's own answer decides. */
export function linesOf(hut: Hut, choice: Choice): Line[] {
  const nights = nightsOf(choice).length || 1;
  const slept = hut.rates.map((rate) => ({
    ...{ id: rate.id, name: rate.name, unit: rate.unit_amount, nights },
    quantity: choice.persons[rate.id] ?? 0,
  }));
  const had = hut.supplements.map((extra) => ({
    ...{ id: extra.id, name: extra.name, unit: extra.unit_amount, nights: 1 },
    quantity: choice.extras[extra.id] ?? 0,
  }));
  return [...slept, ...had]
    .filter((line) => line.quantity > 0)
    .map((line) => ({ ...line, total: line.unit * line.quantity * line.nights }));
}

export function totalOf(hut: Hut, choice: Choice): number {
  return linesOf(hut, choice).reduce((sum, line) => sum + line.total, 0);
}

export function cheapest(hut: Hut): number | null {
  const amounts = hut.rates.map((rate) => rate.unit_amount).filter((amount) => amount > 0);
  return amounts.length > 0 ? Math.min(...amounts) : null;
}

export function cartOf(hut: Hut, choice: Choice): Cart {
  const nights = nightsOf(choice).flatMap((night) =>
    hut.rates
      .filter((rate) => (choice.persons[rate.id] ?? 0) > 0)
      .map((rate) => ({ night, rate_id: rate.id, persons: choice.persons[rate.id] ?? 0 })),
  );
  const supplements = hut.supplements
    .filter((extra) => (choice.extras[extra.id] ?? 0) > 0)
    .map((extra) => ({ supplement_id: extra.id, quantity: choice.extras[extra.id] ?? 0 }));
  return { nights, supplements };
}

/** The same without what the hut does not offer any more. */
export function stillOffered(hut: Hut, choice: Choice): Choice {
  const kept = (counts: Record<string, number>, offered: { id: string }[]) =>
    Object.fromEntries(
      Object.entries(counts).filter(([id, n]) => n > 0 && offered.some((one) => one.id === id)),
    );
  return {
    ...choice,
    persons: kept(choice.persons, hut.rates),
    extras: kept(choice.extras, hut.supplements),
  };
}
