import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { type Day, withNight } from "@/live/planning";

const row = (stock_type_id: string) => ({
  stock_type_id,
  name: stock_type_id,
  label: {},
  left: [15, 15],
  places: [15, 15],
  bookings: [0, 0],
  persons: [0, 0],
  adjustment: [0, 0],
  why: [null, null],
});
const GRID: Schemas["PlanningGrid"] = {
  offset: 40,
  from: "2027-07-01",
  days: 2,
  today: "2027-06-01",
  first_online: "2027-06-01",
  last: "2029-06-01",
  closing: [null, null],
  rows: [row("dortoir"), row("chambre")],
};
const stock = (left: number) => ({
  stock_type_id: "dortoir",
  left,
  places: 15,
  sold: 15 - left,
  bookings: 1,
  persons: 15 - left,
  initial: 15,
  adjustment: 0,
});
const day = (night: string, left = 11): Day => ({ night, revision: 2, stock: [stock(left)] });

test("a night that was told takes the place of what was read of it", () => {
  const now = withNight(GRID, day("2027-07-02"), 41);
  expect(now.rows[0]?.left).toEqual([15, 11]);
  expect(now.rows[0]?.bookings).toEqual([0, 1]);
});

test("a stock type of which the night says nothing has no places there", () => {
  const now = withNight(GRID, day("2027-07-02"), 41);
  expect(now.rows[1]?.places).toEqual([15, 0]);
  expect(now.rows[1]?.why).toEqual([null, "not_open"]);
});

test("a closed night is closed in every row", () => {
  const now = withNight(GRID, { night: "2027-07-01", revision: 2, closing: "day", stock: [] }, 41);
  expect(now.closing).toEqual(["day", null]);
  expect(now.rows.map((one) => one.why[0])).toEqual(["closed", "closed"]);
});

test("what was told before the grid was read changes nothing", () => {
  expect(withNight(GRID, day("2027-07-02"), 39)).toBe(GRID);
});

test("the stream goes on at the offset with which the grid was read", () => {
  expect(withNight(GRID, day("2027-07-02"), 40).rows[0]?.left).toEqual([15, 11]);
});

test("a night outside of the grid changes nothing", () => {
  expect(withNight(GRID, day("2027-07-03"), 41)).toBe(GRID);
  expect(withNight(GRID, day("2027-06-30"), 41)).toBe(GRID);
});
