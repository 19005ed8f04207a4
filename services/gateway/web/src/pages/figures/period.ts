/** Days are plain dates as `2026-11-28`; a period has both its ends in it. */
export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ["week", "month", "quarter", "this_month", "last_month", "year"] as const;
export type Preset = (typeof PRESETS)[number];

export const LONGEST = 366; // days; the gateway takes no more
const DAY = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** How many days a period has. */
export function lengthOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
}

/** The period that a preset means on the day `today`; it never reaches into the future. */
export function periodOf(preset: Preset, today: string): Period {
  const first = `${today.slice(0, 8)}01`;
  const before = plus(first, -1);
  const all: Record<Preset, Period> = {
    week: { from: plus(today, -6), to: today },
    month: { from: plus(today, -29), to: today },
    quarter: { from: plus(today, -89), to: today },
    this_month: { from: first, to: today },
    last_month: { from: `${before.slice(0, 8)}01`, to: before },
    year: { from: `${today.slice(0, 4)}-01-01`, to: today },
  };
  return all[preset];
}

/** The preset that a period is, if it is one; of two that are the same, the one by days. */
export function presetOf(period: Period, today: string): Preset | undefined {
  return PRESETS.find((preset) => {
    const meant = periodOf(preset, today);
    return meant.from === period.from && meant.to === period.to;
  });
}

/** What the address says, completed as the gateway does: the thirty days up to `to` or today. */
export function periodAsked(from: string | undefined, to: string | undefined, today: string) {
  const end = isDay(to) ? to : today;
  return { from: isDay(from) ? from : plus(end, -29), to: end };
}

/** Why a period cannot be shown, or null. */
export function refused(period: Period): "order" | "length" | null {
  const days = lengthOf(period);
  if (days < 1) return "order";
  return days > LONGEST ? "length" : null;
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && DATE.test(text) && !Number.isNaN(Date.parse(text));
}
