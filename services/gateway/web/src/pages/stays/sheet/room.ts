import { api, type Schemas } from "@/api/client";
import { PLANNING } from "@/live/keeping";
import { numberOf } from "@/pages/planning/nights";
import { personsOn, type Wanted } from "@/pages/stays/sheet/cart";

type Grid = Schemas["PlanningGrid"];
// As many nights as one answer of the planning has.
const MOST = 744;

/** What is left on the nights of a stay to be; the stream keeps it current. */
export function useRoom(property: string, nights: readonly string[]): Grid | undefined {
  const [first = "", last = first] = [nights[0], nights.at(-1)];
  const days = first ? Math.min(MOST, numberOf(last ?? first) - numberOf(first) + 1) : 1;
  const params = { path: { property }, query: { from: first, days } };
  return api.useQuery(
    "get",
    PLANNING,
    { params },
    { enabled: !!first, placeholderData: (before) => before },
  ).data;
}

export interface Room {
  left: number;
  why: Schemas["Why"] | null;
}

/** What is left of a stock type on a night; undefined where that was not read. */
export function roomOn(grid: Grid | undefined, stockType: string, night: string): Room | undefined {
  const row = grid?.rows.find((one) => one.stock_type_id === stockType);
  const at = grid ? numberOf(night) - numberOf(grid.from) : -1;
  const left = row?.left[at];
  return left === undefined ? undefined : { left, why: row?.why[at] ?? null };
}

/** What is left of a stock type on each night at the least. */
export function leastLeft(
  grid: Grid | undefined,
  stockType: string,
  nights: readonly string[],
): number | undefined {
  const rooms = nights.map((night) => roomOn(grid, stockType, night)?.left);
  if (rooms.length === 0 || rooms.some((left) => left === undefined)) return undefined;
  return Math.min(...rooms.map(Number));
}

export interface ShortNight {
  night: string;
  stockType: string;
  short: number;
  left: number;
}

/** Which nights lack places for what is wanted, before anybody asks for them. What the stay holds
 * already is not asked for again. */
export function shortOf(
  wanted: Wanted,
  selling: Schemas["Selling"],
  grid: Grid | undefined,
  held: Wanted | null = null,
): ShortNight[] {
  return wanted.nights.flatMap((night) =>
    selling.stock_types.flatMap(({ id, whole_from }) => {
      const persons = personsOn(wanted, selling.rates, id, night);
      const kept = held?.nights.includes(night) ? personsOn(held, selling.rates, id, night) : 0;
      const room = roomOn(grid, id, night);
      const more = Math.max(0, persons - kept);
      // What is booked whole may be the stay's own already: the hut itself knows.
      if (!room || more <= room.left || (kept > 0 && whole_from != null)) return [];
      return [{ night, stockType: id, short: more - room.left, left: room.left }];
    }),
  );
}
