import { useEffect, useState } from "react";

const KEPT = "comptoir.loaded-again";
const ONCE_IN = 5 * 60_000;
// Long enough to read why.
const READ = 2000;
// As browsers say it, and the build's own loader for a part's styles.
const GONE = /dynamically imported module|Importing a module script failed|Unable to preload CSS/;

/** A part of the page did not come: its name is a former release's, or nothing answers. */
export class PartMissing extends Error {}

/** A part of the page that is fetched when it is needed. The router is not to load the page again
 * by itself: where nothing answers, that would take away what is still shown. */
export async function part<Part>(fetched: Promise<Part>): Promise<Part> {
  try {
    return await fetched;
  } catch (error) {
    throw isPartMissing(error) ? new PartMissing("a part of the page is missing") : error;
  }
}

export function isPartMissing(error: unknown): boolean {
  return error instanceof PartMissing || (error instanceof Error && GONE.test(error.message));
}

/** Whether the page may load itself again at `now`, after it did at `last` (milliseconds). */
export function mayLoadAgain(last: number, now: number): boolean {
  return now - last > ONCE_IN;
}

/** For a page whose part is missing: once the server answers, there is a new release, and the page
 * loads itself again, once. Returns whether it is about to. */
export function useLoadingAgain(missing: boolean): boolean {
  const [coming, setComing] = useState(false);
  useEffect(() => {
    if (!missing || !mayLoadAgain(Number(sessionStorage.getItem(KEPT)), Date.now())) return;
    let timer = 0;
    let over = false;
    const look = async () => {
      const { ok } = await fetch("/", { cache: "no-store" });
      if (!ok || over) return;
      setComing(true);
      timer = window.setTimeout(() => {
        sessionStorage.setItem(KEPT, String(Date.now()));
        window.location.reload();
      }, READ);
    };
    // Nothing answers: the page says so, and a button tries again.
    look().catch(() => undefined);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [missing]);
  return coming;
}
