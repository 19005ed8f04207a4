import type { Schemas } from "@/api/client";

export type SalesTotals = Schemas["SalesTotals"];
export type YearTotals = Schemas["YearTotals"];
type MonthTotals = Schemas["MonthTotals"];

/** A month of the picture, in minor units. */
export interface Bar {
  month: string;
  options: number;
  firm: number;
}

// The picture shows so many months at most.
const SHOWN = 24;

/** The months from the first to the last that has sales, without gaps, the latest two years. */
export function barsOf({ years }: Pick<SalesTotals, "years">): Bar[] {
  const known = new Map<string, MonthTotals>();
  for (const year of years) for (const month of year.months) known.set(month.month, month);
  const months = [...known.keys()].sort();
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return [];
  const bars: Bar[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) {
    const sums = known.get(month);
    bars.push({ month, options: sums?.options.total ?? 0, firm: sums?.firm.total ?? 0 });
  }
  return bars.slice(-SHOWN);
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** First and last day of a month, as `2027-07-01` and `2027-07-31`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, "0")}` };
}

/** First and last day of a year. */
export function daysOfYear(year: number): { from: string; to: string } {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}
