import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { between, later, ticked } from "@/pages/products/closures/months";

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/**
 * Ticking nights: a press ticks one, with Shift all from the last one pressed; arrows move between
 * nights, of which one at a time is reached by Tab.
 */
export function useTicking(about: {
  closed: readonly string[];
  set: (closed: string[]) => void;
  today: string;
  last: string;
  may: boolean;
}) {
  const { closed, set, today, last, may } = about;
  const [reached, setReached] = useState(today);
  const pressed = useRef<string | null>(null);
  const past = (night: string) => night < today || night > last;

  const press = (night: string, event: MouseEvent) => {
    const from = event.shiftKey ? pressed.current : null;
    const nights = between(from ?? night, night).filter((one) => !past(one));
    set(ticked(closed, nights, from ? closed.includes(from) : !closed.includes(night)));
    pressed.current = night;
    setReached(night);
  };
  const month = (days: readonly string[]) => {
    const open = days.filter((night) => !past(night));
    const all = open.every((night) => closed.includes(night));
    return { all: open.length > 0 && all, tick: () => set(ticked(closed, open, !all)) };
  };
  const move = (night: string, event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = later(night, step);
    const found = document.querySelector<HTMLElement>(`[data-night="${next}"]:not(:disabled)`);
    found?.focus();
    if (found) setReached(next);
  };
  return { closed, past, press, month, move, reached, may };
}

export type Ticking = ReturnType<typeof useTicking>;
