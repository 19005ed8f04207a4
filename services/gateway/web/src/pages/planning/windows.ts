import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, type Schemas } from "@/api/client";
import { OPTIONS, PLANNING } from "@/live/keeping";
import { nightAt, numberOf } from "@/pages/planning/nights";
import { useProperty } from "@/session/property";

type Grid = Schemas["PlanningGrid"];

// So many nights are asked for at once: a season comes in two answers, each in a moment.
export const WINDOW = 93;
// As far ahead as any planning reaches, today included.
export const HORIZON = 744;

/** The windows that nights from one to another lie in. */
export function windowsOf(first: number, last: number): number[] {
  const from = Math.floor(first / WINDOW);
  const to = Math.floor(last / WINDOW);
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

/** The grids by window, as far as they are there, and what a read of them failed with. */
export interface Read {
  grids: ReadonlyMap<number, Grid>;
  error: unknown;
  retry: () => void;
}

/** What was read of the planning around some nights; the stream keeps it current. */
export function useWindows(first: number, last: number): Read {
  const { id } = useProperty();
  const wanted = windowsOf(first, last);
  return useQueries({
    queries: wanted.map((window) =>
      api.queryOptions("get", PLANNING, {
        params: {
          path: { property: id },
          query: { from: nightAt(window * WINDOW), days: WINDOW },
        },
      }),
    ),
    combine: together,
  });
}

interface Result {
  data: Grid | undefined;
  error: unknown;
  refetch: () => unknown;
}

function together(results: Result[]): Read {
  const found = results.flatMap(({ data }) => (data ? [data] : []));
  const failed = results.find(({ data, error }) => !data && error);
  return {
    grids: new Map(found.map((grid) => [Math.floor(numberOf(grid.from) / WINDOW), grid])),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

export const spotOf = (stockType: string, night: string) => `${stockType} ${night}`;

/** How many persons have options on a place, by stock type and night; of all nights to come. */
export function useOptions(today: string): ReadonlyMap<string, number> {
  const { id } = useProperty();
  const query = { from: today, days: HORIZON };
  const { data } = useQuery(
    api.queryOptions("get", OPTIONS, { params: { path: { property: id }, query } }),
  );
  return useMemo(
    () =>
      new Map(data?.held.map((one) => [spotOf(one.stock_type_id, one.night), one.persons]) ?? []),
    [data],
  );
}

/** One stock type on one night. */
export interface CellData {
  left: number;
  places: number;
  bookings: number;
  persons: number;
  adjustment: number;
  options: number;
  why: Schemas["Why"] | null;
  closing: Schemas["Closing"] | null;
}

/** A cell as the grids have it; undefined while its window is being read. */
export function cellAt(
  grids: Read["grids"],
  options: ReadonlyMap<string, number>,
  stockType: string,
  number: number,
): CellData | undefined {
  const window = Math.floor(number / WINDOW);
  const grid = grids.get(window);
  const row = grid?.rows.find((one) => one.stock_type_id === stockType);
  const at = number - window * WINDOW;
  if (!grid || !row) return undefined;
  return {
    left: row.left[at] ?? 0,
    places: row.places[at] ?? 0,
    bookings: row.bookings[at] ?? 0,
    persons: row.persons[at] ?? 0,
    adjustment: row.adjustment[at] ?? 0,
    options: options.get(spotOf(stockType, nightAt(number))) ?? 0,
    why: row.why[at] ?? null,
    closing: grid.closing[at] ?? null,
  };
}
