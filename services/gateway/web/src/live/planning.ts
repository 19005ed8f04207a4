import type { Schemas } from "@/api/client";

type Grid = Schemas["PlanningGrid"];
type Row = Schemas["GridRow"];
export type Day = Schemas["DayShown"];

const DAY_MS = 86_400_000;

/** A grid with one of its nights as it is now; the same grid where it has no such night, or knew:
 * the stream goes on at its `offset`. */
export function withNight(grid: Grid, day: Day, offset: number): Grid {
  const at = Math.round((Date.parse(day.night) - Date.parse(grid.from)) / DAY_MS);
  if (offset < grid.offset || at < 0 || at >= grid.days) return grid;
  return {
    ...grid,
    closing: grid.closing.with(at, day.closing ?? null),
    rows: grid.rows.map((row) => inRow(row, at, day)),
  };
}

/** Stock types of which a night says nothing have no places there. */
function inRow(row: Row, at: number, day: Day): Row {
  const stock = day.stock.find((one) => one.stock_type_id === row.stock_type_id);
  const why = stock ? (stock.why ?? null) : day.closing ? "closed" : "not_open";
  return {
    ...row,
    left: row.left.with(at, stock?.left ?? 0),
    places: row.places.with(at, stock?.places ?? 0),
    bookings: row.bookings.with(at, stock?.bookings ?? 0),
    persons: row.persons.with(at, stock?.persons ?? 0),
    adjustment: row.adjustment.with(at, stock?.adjustment ?? 0),
    why: row.why.with(at, why),
  };
}
