import { useEffect, useRef, useState } from "react";
import { useCardNews } from "@/live/LiveProvider";
import { told } from "@/live/told";

// How long what has just changed stays marked.
const MARKED = 4000;
const NONE: ReadonlySet<string> = new Set();

/** The orders of which there was news just now. */
export function useFresh(): ReadonlySet<string> {
  const [fresh, setFresh] = useState(NONE);
  const timers = useRef(new Map<string, number>());

  useCardNews((card, known) => {
    if (!told(card, known)) return;
    const id = card.order_id;
    clearTimeout(timers.current.get(id));
    setFresh((before) => (before.has(id) ? before : new Set(before).add(id)));
    const forget = () => {
      timers.current.delete(id);
      setFresh((before) => new Set([...before].filter((one) => one !== id)));
    };
    timers.current.set(id, window.setTimeout(forget, MARKED));
  });

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
    };
  }, []);
  return fresh;
}
