import type { KeyboardEvent } from "react";

const ROW = "[data-row]";

/**
 * Arrow keys in a list: what can be gone to says so with `data-row`. Down and up go to the next
 * and the one before, Home and End to the first and the last; keys of a field stay its own.
 */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || ownsKeys(event.target)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(ROW)];
  const to = next(
    event.key,
    rows.findIndex((row) => holds(row, event.target)),
    rows.length,
  );
  const row = to === null ? undefined : rows[to];
  if (!row) return;
  event.preventDefault();
  row.focus();
}

/** The row that a key goes to, from the one at `at` (-1: none has the focus yet) of `count`. */
export function next(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

function holds(row: HTMLElement, target: EventTarget): boolean {
  const around = row.closest("[data-row-around]") ?? row;
  return target instanceof Node && around.contains(target);
}

function ownsKeys(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
