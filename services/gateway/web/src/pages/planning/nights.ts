/** Nights are counted in days since 1970, so that a grid of two years is plain numbers. */
const DAY_MS = 86_400_000;
// 1 January 1970 was a Thursday; a week begins on Monday.
const FIRST_WEEKDAY = 3;
const WRITTEN = /^\d{4}-\d{2}-\d{2}$/;

export function numberOf(night: string): number {
  return Math.round(Date.parse(`${night}T00:00:00Z`) / DAY_MS);
}

export function nightAt(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** A night that an address names; undefined where it names none ("2027-02-30"). */
export function nightIn(said: string | undefined): string | undefined {
  if (!said || !WRITTEN.test(said)) return undefined;
  const number = numberOf(said);
  return Number.isFinite(number) && nightAt(number) === said ? said : undefined;
}

export function shifted(night: string, by: number): string {
  return nightAt(numberOf(night) + by);
}

/** So many nights in a row. */
export function nightsFrom(night: string, count: number): string[] {
  const first = numberOf(night);
  return Array.from({ length: count }, (_, n) => nightAt(first + n));
}

/** From Monday, 0, to Sunday, 6. */
export function weekdayOf(number: number): number {
  return (((number + FIRST_WEEKDAY) % 7) + 7) % 7;
}

/** Saturday or Sunday. */
export function isWeekend(number: number): boolean {
  return weekdayOf(number) >= 5;
}

/** The first night of a night's month, or of one so many months later. */
export function monthOf(number: number, later = 0): number {
  const date = new Date(number * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / DAY_MS;
}

/** The months that nights from one to another lie in, each with its first and last of them. */
export function monthsIn(first: number, last: number): { first: number; last: number }[] {
  const months = [];
  for (let at = first; at <= last; ) {
    const end = Math.min(last, monthOf(at, 1) - 1);
    months.push({ first: at, last: end });
    at = end + 1;
  }
  return months;
}
