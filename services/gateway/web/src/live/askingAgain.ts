import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLink } from "@/live/LiveProvider";

// News come in bursts: what only the server can tell is asked once for a burst.
const BURST = 400;

/** Asks again for what is kept under `key`: at most once for a burst, and by itself after the stream
 * was away, when anything may have been missed. */
export function useAskAgain(key: readonly unknown[]): () => void {
  const queries = useQueryClient();
  const waiting = useRef(0);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const link = useLink();
  const before = useRef(link.state);
  useEffect(() => {
    if (before.current === "lost" && link.state === "live") {
      void queries.invalidateQueries({ queryKey: key });
    }
    before.current = link.state;
  }, [link.state, queries, key]);
  return () => {
    clearTimeout(waiting.current);
    waiting.current = window.setTimeout(
      () => void queries.invalidateQueries({ queryKey: key }),
      BURST,
    );
  };
}
