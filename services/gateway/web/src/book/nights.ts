// Nights are plain dates, `2027-07-01`; reckoned in UTC, where every day has 24 hours.

const DAY = 86_400_000;

export function shifted(night: string, days: number): string {
  return new Date(Date.parse(night) + days * DAY).toISOString().slice(0, 10);
}

export function between(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY);
}

export function nightsFrom(arrival: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => shifted(arrival, n));
}

export function monthOf(night: string): string {
  return `${night.slice(0, 7)}-01`;
}

export function monthAfter(first: string, months: number): string {
  const date = new Date(first);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
    .toISOString()
    .slice(0, 10);
}

/** The weeks of a month, Monday first; null beside it. */
export function weeksOf(first: string): (string | null)[][] {
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const days = between(first, monthAfter(first, 1));
  const cells: (string | null)[] = [
    ...Array.from({ length: before }, () => null),
    ...nightsFrom(first, days),
  ];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
