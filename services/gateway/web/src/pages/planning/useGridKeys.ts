import type { KeyboardEvent } from "react";
import { type Picked, pickedAfter, type Spot, stepped } from "@/pages/planning/picking";

interface KeysOf {
  at: Spot;
  bounds: Parameters<typeof stepped>[2];
  picked: Picked | null;
  go: (spot: Spot, picked: Picked | null) => void;
  open: (spot: Spot) => void;
  book: (picked: Picked) => void;
  clear: () => void;
}

/** Arrows go through the grid, with Shift they pick nights; Enter opens a night, or books those
 * that are picked. */
export function useGridKeys(keys: KeysOf): (event: KeyboardEvent) => void {
  const { at, bounds, picked } = keys;
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = stepped(at, event, bounds);
    if (to) keys.go(to, pickedAfter(picked, at, to, event));
    else if (event.key === "Enter") picked ? keys.book(picked) : keys.open(at);
    else if (event.key === "Escape" && picked) keys.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
