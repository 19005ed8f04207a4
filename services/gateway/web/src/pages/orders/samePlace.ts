import { useMediaQuery } from "@mantine/hooks";
import { type RefObject, useLayoutEffect, useRef } from "react";

/** What a row is known by. */
type Row = { order_id: string };

const DESK = 44;
const PHONE = 66; // two lines

/** How high a row is, in pixels; the style sheet says the same. */
export function useRowHeight(): number {
  const phone = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  return phone ? PHONE : DESK;
}

/** Keeps what a person is reading where it is, when rows come or go above it. */
export function useSamePlace(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  height: number,
): void {
  const before = useRef<{ rows: readonly Row[]; height: number }>({ rows, height });
  useLayoutEffect(() => {
    const { rows: old, height: oldHeight } = before.current;
    before.current = { rows, height };
    const top = scroller.current?.scrollTop ?? 0;
    if (old === rows || oldHeight !== height || top < height) return;
    const at = Math.floor(top / height);
    const moved = movedBy(old, rows, at);
    if (moved && scroller.current) scroller.current.scrollTop = top + moved * height;
  }, [scroller, rows, height]);
}

/** By how many rows the one at `at`, or the next that is still there, has moved. */
export function movedBy(old: readonly Row[], now: readonly Row[], at: number): number {
  const places = new Map(now.map((row, place) => [row.order_id, place]));
  for (let row = at; row < old.length; row += 1) {
    const place = places.get(old[row]?.order_id ?? "");
    if (place !== undefined) return place - row;
  }
  return 0;
}
