import { nightsFrom, numberOf } from "@/pages/planning/nights";

/** Whether the nights follow each other without a gap. */
export function isRun(nights: readonly string[]): boolean {
  return nights.every(
    (night, at) => at === 0 || numberOf(night) === numberOf(nights[at - 1] ?? "") + 1,
  );
}

/** So many nights from the first one on. */
export function runOf(first: string, count: number): string[] {
  return nightsFrom(first, Math.max(1, count));
}

/** With a night more, in order. */
export function withNight(nights: readonly string[], night: string): string[] {
  return [...new Set([...nights, night])].sort();
}
