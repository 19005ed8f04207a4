/** A month as a calendar shows it: its days as `2027-07-14`, after as many empty places as there
 * are weekdays before its first (weeks begin on Monday). */
export interface Month {
  name: string;
  before: number;
  days: string[];
}

const DAY = 86_400_000;

export function monthsFrom(today: string, count: number): Month[] {
  const [year = 1970, month = 1] = today.split("-").map(Number);
  return Array.from({ length: count }, (_, later) => monthOf(year, month - 1 + later));
}

function monthOf(year: number, month: number): Month {
  const first = new Date(Date.UTC(year, month, 1));
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const days = Array.from({ length }, (_, day) => iso(first.getTime() + day * DAY));
  return { name: (days[0] ?? "").slice(0, 7), before: (first.getUTCDay() + 6) % 7, days };
}

export function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** So many days after a night, or before it. */
export function later(night: string, days: number): string {
  return iso(Date.parse(`${night}T00:00:00Z`) + days * DAY);
}

/** All nights from one to another, whichever comes first. */
export function between(one: string, other: string): string[] {
  const [from, to] = one <= other ? [one, other] : [other, one];
  const nights: string[] = [];
  for (let night = from; night <= to; night = later(night, 1)) nights.push(night);
  return nights;
}

/** The ticked nights with some more, or without them, in order. */
export function ticked(
  closed: readonly string[],
  nights: readonly string[],
  close: boolean,
): string[] {
  const others = closed.filter((night) => !nights.includes(night));
  return (close ? [...others, ...nights] : others).sort();
}

/** Nights as periods: what follows each other is one. */
export function periods(nights: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (const night of nights) {
    const last = found.at(-1);
    if (last && later(last[1], 1) === night) last[1] = night;
    else found.push([night, night]);
  }
  return found;
}
