import type { Schemas } from "@/api/client";
import type { Problem } from "@/api/problem";

export type Shortage = Schemas["PropertyShortage"];

/** The words by which a stay is refused; each is a key `refused.*`. */
const REASONS = [
  "unknown_property",
  "unknown_rate",
  "unknown_supplement",
  "quantity",
  "two_currencies",
  "group",
  "terms_not_accepted",
  "price_changed",
  "mode_not_offered",
  "no_places",
  "unknown_stay",
  "stay_over",
  "busy",
  "already_booked_differently",
  "no_answer",
] as const;
export type Reason = (typeof REASONS)[number];

/** Why a stay was refused; undefined where the request failed in another way. */
export function reasonOf(problem: Problem | null): Reason | undefined {
  if (problem?.name !== "refused") return undefined;
  return REASONS.find((one) => problem.fields.some(({ reason }) => reason === one));
}

/** Whether the page says itself that it was refused, beside what was asked. */
export function isSaidHere(problem: Problem): boolean {
  return reasonOf(problem) !== undefined;
}

/** "from 2 to 6 persons can be booked, not 8" as its numbers; they are said in words of ours. */
export function limitsOf(problem: Problem): { least: number; most: number } | null {
  const found = /^from (\d+) to (\d+) /.exec(problem.detail);
  return found ? { least: Number(found[1]), most: Number(found[2]) } : null;
}
