import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useCallback, useEffect, useRef } from "react";
import type { Extent } from "@/pages/planning/extent";
import { nightAt, numberOf } from "@/pages/planning/nights";
import { usePhone } from "@/pages/stays/sheet/usePhone";

// In rem: a cell, and the head of a row.
const CELL = { desk: 3.75, phone: 3.5 };
const TYPE = { desk: 11, phone: 6.5 };
// So many nights are seen before the one that is gone to.
const BEFORE = 2;
const STILL_MS = 200;

interface ColumnsOf {
  extent: Extent;
  today: number;
  from: string | undefined;
  moved: (from: string) => void;
}

/** Which nights are in sight, and how to bring others there; where one stops is said by `moved`. */
export function useColumns({ extent, today, from, moved }: ColumnsOf) {
  const phone = usePhone();
  const rem = remInPixels();
  const cell = Math.round(rem * (phone ? CELL.phone : CELL.desk));
  const type = Math.round(rem * (phone ? TYPE.phone : TYPE.desk));
  const scroller = useRef<HTMLDivElement>(null);
  const count = extent.last - extent.first + 1;
  const begins = from ? numberOf(from) : today - BEFORE;
  const list = useVirtualizer({
    count,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: () => cell,
    overscan: 6,
    initialOffset: (begins - extent.first) * cell,
    // The heads of the rows stand over the first nights: so much less of them is in sight.
    scrollPaddingEnd: type,
  });
  const said = useRef(from);
  const go = useCallback(
    (number: number) => scroller.current?.scrollTo({ left: (number - extent.first) * cell }),
    [extent.first, cell],
  );
  // A screen that is turned has other cells, and the same nights in sight.
  const drawnBy = useRef(cell);
  useEffect(() => {
    if (drawnBy.current === cell) return;
    drawnBy.current = cell;
    list.measure();
    go(said.current ? numberOf(said.current) : today - BEFORE);
  }, [list, cell, go, today]);
  useEffect(() => {
    if (from === said.current) return;
    said.current = from;
    go(from ? numberOf(from) : today - BEFORE);
  }, [from, today, go]);
  useStopped(scroller, (left) => {
    const night = nightAt(extent.first + Math.round(left / cell));
    if (night === (said.current ?? nightAt(today - BEFORE))) return;
    said.current = night;
    moved(night);
  });

  const drawn = list.getVirtualItems();
  const start = drawn[0]?.index ?? begins - extent.first;
  const style = {
    "--cell": `${cell}px`,
    "--type": `${type}px`,
    width: type + count * cell,
    "--start": `${start * cell}px`,
  } as CSSProperties;
  return {
    scroller,
    style,
    cell,
    type,
    origin: extent.first,
    /** Where one begins to go through the grid: what was asked for, else today. */
    begins: from ? begins : today,
    from: extent.first + start,
    to: extent.first + (drawn.at(-1)?.index ?? start),
    /** Brings a night into sight, if it is not. */
    show: (number: number) => list.scrollToIndex(number - extent.first),
  };
}

export type Columns = ReturnType<typeof useColumns>;

/** Calls `then` with where a scroll has come to rest. */
function useStopped(scroller: { current: HTMLElement | null }, then: (left: number) => void) {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let timer = 0;
    const scrolled = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => latest.current(element.scrollLeft), STILL_MS);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", scrolled);
    };
  }, [scroller]);
}

function remInPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
