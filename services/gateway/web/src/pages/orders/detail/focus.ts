import { type RefObject, useEffect } from "react";

const PHONE = "(max-width: 62em)";

/**
 * On a phone, where the detail is a page of its own, the focus goes into it; beside a list it stays
 * where arrows go on. When the detail goes, the focus goes back to what opened it, else to the list.
 */
export function useFocusKept(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const opener = document.activeElement;
    const nowhere = !opener || opener === document.body;
    if (nowhere || window.matchMedia(PHONE).matches) panel.current?.focus({ preventScroll: true });
    return () => {
      const here = document.activeElement;
      if (here && here !== document.body && here.isConnected) return;
      const back = opener instanceof HTMLElement && opener.isConnected && !nowhere;
      const list = document.querySelector<HTMLElement>("[data-orders]");
      (back ? (opener as HTMLElement) : list)?.focus({ preventScroll: true });
    };
  }, [panel]);
}
