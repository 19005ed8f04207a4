import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PageSearch } from "@/app/router";

type Changes = Record<string, string | undefined>;

/**
 * What the address says, and how to change it: `undefined` takes a value away. A choice makes a
 * step to go back to; `replace` makes none (for typing).
 */
export function useAddress(): [PageSearch, (changes: Changes, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as PageSearch;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Changes, replace = false) => {
      const next = (before: PageSearch) => without({ ...before, ...changes });
      void navigate({ to: ".", search: next as never, replace, resetScroll: false });
    },
    [navigate],
  );
  return [search, change];
}

function without(search: Changes): Changes {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(said);
}

/** Open an order's detail beside what is shown, or close it with `undefined`. */
export function useOpenOrder(): (order: string | undefined) => void {
  const [, change] = useAddress();
  return useCallback((order) => change({ order }), [change]);
}

/** Open a stay's detail beside what is shown, or close it with `undefined`. */
export function useOpenStay(): (stay: string | undefined) => void {
  const [, change] = useAddress();
  return useCallback((stay) => change({ stay }), [change]);
}
