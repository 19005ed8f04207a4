import { type ReactNode, Suspense, useEffect, useState } from "react";

// However busy the page is.
const LATEST = 2000;
const SOON = 200;

/** What nobody waits for while a page is to be drawn: it comes in the first quiet moment. */
export function Later({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(false);
  useEffect(() => whenIdle(() => setNow(true)), []);
  return now && <Suspense>{children}</Suspense>;
}

/** Calls `then` once the browser is idle; returns how to give that up. */
function whenIdle(then: () => void): () => void {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(then, SOON);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(then, { timeout: LATEST });
  return () => cancelIdleCallback(asked);
}
