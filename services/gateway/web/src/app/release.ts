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

/**
 * For a page whose part is missing: it loads itself again, once, when the server answers. Returns
 * whether it is about to because there is a new release: the server answered all the time.
 */
export function useLoadingAgain(missing: boolean): boolean {
  const [newer, setNewer] = useState(false);
  useEffect(() => {
    if (!missing || !mayLoadAgain(Number(sessionStorage.getItem(KEPT)), Date.now())) return;
    let timer = 0;
    let over = false;
    const look = async (first: boolean) => {
      const there = await fetch("/", { cache: "no-store" }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (over) return;
      setNewer(there && first);
      timer = window.setTimeout(() => (there ? loadAgain() : void look(false)), READ);
    };
    void look(true);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [missing]);
  return newer;
}

function loadAgain(): void {
  sessionStorage.setItem(KEPT, String(Date.now()));
  window.location.reload();
}
