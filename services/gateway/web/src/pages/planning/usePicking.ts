import { type PointerEvent, type RefObject, useRef } from "react";
import type { Picked, Spot } from "@/pages/planning/picking";
import type { Columns } from "@/pages/planning/useColumns";

// So near to an edge, in pixels, nights beyond it are wanted.
const EDGE = 24;

interface PickingOf {
  columns: Columns;
  table: RefObject<HTMLTableElement | null>;
  hover: (spot: Spot | null) => void;
  pick: (picked: Picked | null) => void;
  /** One night was pointed at, in a row or (-1) at the head of its column. */
  chosen: (spot: Spot) => void;
  /** Several nights were drawn over. */
  done: (picked: Picked) => void;
}

/** A click chooses a night; with a mouse or a pen one draws over several. A finger scrolls. */
export function usePicking({ columns, table, hover, pick, chosen, done }: PickingOf) {
  const drawing = useRef<Picked | null>(null);
  const numberAt = (event: PointerEvent): number => {
    const left = table.current?.getBoundingClientRect().left ?? 0;
    return columns.origin + Math.floor((event.clientX - left - columns.type) / columns.cell);
  };
  // Drawn to an edge, the grid goes on.
  const onwards = ({ clientX }: PointerEvent) => {
    const area = columns.scroller.current;
    const { left = 0, right = 0 } = area?.getBoundingClientRect() ?? {};
    if (clientX > right - EDGE) area?.scrollBy({ left: columns.cell });
    if (clientX < left + columns.type + EDGE) area?.scrollBy({ left: -columns.cell });
  };
  const stop = () => {
    drawing.current = null;
    pick(null);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const spot = spotOf(event.target);
      if (event.button !== 0 || event.pointerType === "touch" || !spot || spot.row < 0) return;
      drawing.current = { row: spot.row, start: spot.number, end: spot.number };
    },
    onPointerMove: (event: PointerEvent) => {
      const before = drawing.current;
      if (!before) {
        hover(event.pointerType === "touch" ? null : spotOf(event.target));
        return;
      }
      onwards(event);
      const end = numberAt(event);
      if (end === before.end) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drawing.current = { ...before, end };
      pick(drawing.current);
    },
    onPointerUp: () => {
      const nights = drawing.current;
      drawing.current = null;
      if (nights && nights.start !== nights.end) done(nights);
    },
    onPointerCancel: stop,
    onPointerLeave: () => hover(null),
    onClick: (event: { target: EventTarget }) => {
      const spot = spotOf(event.target);
      if (spot) chosen(spot);
    },
  };
}

/** The cell or column head that something is in. */
function spotOf(target: EventTarget): Spot | null {
  if (!(target instanceof HTMLElement)) return null;
  const cell = target.closest<HTMLElement>("[data-night]");
  if (!cell?.dataset.night) return null;
  const row = cell.closest<HTMLElement>("[data-row]")?.dataset.row;
  return { row: row === undefined ? -1 : Number(row), number: Number(cell.dataset.night) };
}
