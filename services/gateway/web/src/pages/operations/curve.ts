import type { Point } from "./answers";

export type Measure = Exclude<keyof Point, "at">;

/** Two points further apart than this leave a gap: nothing was heard in between. */
const GAP = 12_000;
export const WINDOW = 30 * 60_000; // milliseconds

export interface Spot {
  at: number;
  value: number;
}

/** What was measured, in stretches without a gap. */
export function stretches(points: readonly Point[], measure: Measure): Spot[][] {
  const found: Spot[][] = [];
  for (const point of points) {
    const spot = { at: Date.parse(point.at), value: point[measure] };
    const last = found.at(-1);
    const before = last?.at(-1);
    if (last && before && spot.at - before.at <= GAP) last.push(spot);
    else found.push([spot]);
  }
  return found;
}

/** A round number that is at least `value` and at least `least`: 1, 2 or 5 times a power of ten. */
export function ceiling(value: number, least = 1): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((times) => times * power >= wanted) ?? 10;
  return step * power;
}

/** A path through a stretch, in a box of that size with time to the right and value upwards. */
export function pathOf(stretch: readonly Spot[], box: Box): string {
  return stretch
    .map(({ at, value }, index) => {
      const x = acrossOf(at, box).toFixed(1);
      return `${index === 0 ? "M" : "L"}${x} ${upOf(value, box).toFixed(1)}`;
    })
    .join("");
}

/** A box on the screen: pixels, the instants of its left and right sides, the value at its top. */
export interface Box {
  width: number;
  height: number;
  from: number;
  to: number;
  top: number;
}

export function acrossOf(at: number, box: Box): number {
  return ((at - box.from) / (box.to - box.from)) * box.width;
}

export function upOf(value: number, box: Box): number {
  return box.height * (1 - Math.min(value, box.top) / box.top);
}

/** The measured spot nearest to an instant. */
export function nearest(spots: readonly Spot[], at: number): Spot | undefined {
  return spots.reduce<Spot | undefined>(
    (best, spot) => (best && Math.abs(best.at - at) <= Math.abs(spot.at - at) ? best : spot),
    undefined,
  );
}

/** Whole five or ten minutes between two instants, for the axis. */
export function ticks(from: number, to: number, width: number): number[] {
  const every = (width < 360 ? 10 : 5) * 60_000;
  const first = Math.ceil(from / every) * every;
  const count = Math.max(0, Math.floor((to - first) / every) + 1);
  return Array.from({ length: count }, (_, index) => first + index * every);
}
