/** Where one is in the grid: a row and a night by number. */
export interface Spot {
  row: number;
  number: number;
}

/** Nights of one row that are being picked, from where it began to where it is now. */
export interface Picked {
  row: number;
  start: number;
  end: number;
}

/** The picked nights in order. */
export function spanOf({ start, end }: Picked): { from: number; to: number } {
  return { from: Math.min(start, end), to: Math.max(start, end) };
}

interface Keys {
  key: string;
  shiftKey: boolean;
}

const STEPS: Record<string, { rows: number; nights: number }> = {
  ArrowLeft: { rows: 0, nights: -1 },
  ArrowRight: { rows: 0, nights: 1 },
  ArrowUp: { rows: -1, nights: 0 },
  ArrowDown: { rows: 1, nights: 0 },
  PageUp: { rows: 0, nights: -28 },
  PageDown: { rows: 0, nights: 28 },
};

interface Bounds {
  rows: number;
  first: number;
  last: number;
  today: number;
}

/** Where a key goes to; null where it goes nowhere. Home is today, End the planning's last night. */
export function stepped(at: Spot, { key }: Keys, bounds: Bounds): Spot | null {
  if (key === "Home") return { ...at, number: bounds.today };
  if (key === "End") return { ...at, number: bounds.last };
  const step = STEPS[key];
  if (!step) return null;
  return {
    row: within(at.row + step.rows, 0, bounds.rows - 1),
    number: within(at.number + step.nights, bounds.first, bounds.last),
  };
}

/** What is picked after a step: with Shift held it reaches as far as the step went in its row. */
export function pickedAfter(before: Picked | null, at: Spot, to: Spot, keys: Keys): Picked | null {
  if (!keys.shiftKey || to.row !== at.row) return null;
  return { row: at.row, start: before?.start ?? at.number, end: to.number };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
