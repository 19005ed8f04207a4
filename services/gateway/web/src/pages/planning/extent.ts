import { monthOf, numberOf } from "@/pages/planning/nights";
import { HORIZON } from "@/pages/planning/windows";

const MONTHS_BACK = 12;

/** The nights that the grid reaches over, by number; both ends are in it. */
export interface Extent {
  first: number;
  last: number;
}

/** A year back and two ahead; further back where a night of back then is asked for. */
export function extentOf(today: string, asked: readonly (string | undefined)[]): Extent {
  const now = numberOf(today);
  const wanted = asked.flatMap((night) => (night ? [monthOf(numberOf(night))] : []));
  return { first: Math.min(monthOf(now, -MONTHS_BACK), ...wanted), last: now + HORIZON - 1 };
}

/** Nights that a stay is asked for, as the address has them: "2027-07-01.3" is three from then on. */
export interface Asked {
  night: string;
  count: number;
}

const LONGEST = 500;

export function askedIn(said: string | undefined): Asked | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})\.(\d{1,3})$/.exec(said ?? "");
  if (!found?.[1]) return undefined;
  const count = Math.min(LONGEST, Math.max(1, Number(found[2])));
  return Number.isFinite(numberOf(found[1])) ? { night: found[1], count } : undefined;
}

export function askedSaid({ night, count }: Asked): string {
  return `${night}.${count}`;
}
