import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { nightAt } from "@/pages/planning/nights";
import { cellAt, spotOf, WINDOW, windowsOf } from "@/pages/planning/windows";

const AT = 220;
const full = <Value>(value: Value) => Array.from({ length: WINDOW }, () => value);
const GRID: Schemas["PlanningGrid"] = {
  offset: 1,
  from: nightAt(AT * WINDOW),
  days: WINDOW,
  today: nightAt(AT * WINDOW),
  first_online: nightAt(AT * WINDOW),
  last: nightAt(AT * WINDOW + 700),
  closing: full(null),
  rows: [
    {
      stock_type_id: "dortoir",
      name: "Dortoir",
      label: {},
      left: full(15).with(2, 9),
      places: full(15),
      bookings: full(0),
      persons: full(0),
      adjustment: full(0),
      why: full(null),
    },
  ],
};
const GRIDS = new Map([[AT, GRID]]);

test("nights are read window by window", () => {
  expect(windowsOf(AT * WINDOW, (AT + 1) * WINDOW - 1)).toEqual([AT]);
  expect(windowsOf(AT * WINDOW - 1, (AT + 1) * WINDOW)).toEqual([AT - 1, AT, AT + 1]);
});

test("a cell is found in its window, with what options hold of it", () => {
  const night = AT * WINDOW + 2;
  const options = new Map([[spotOf("dortoir", nightAt(night)), 4]]);
  expect(cellAt(GRIDS, options, "dortoir", night)).toMatchObject({ left: 9, options: 4 });
});

test("a cell whose window is not there yet is not known", () => {
  expect(cellAt(GRIDS, new Map(), "dortoir", (AT + 1) * WINDOW)).toBeUndefined();
  expect(cellAt(GRIDS, new Map(), "chambre", AT * WINDOW)).toBeUndefined();
});
