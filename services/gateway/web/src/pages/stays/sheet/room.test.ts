import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { EACH, NOTHING_WANTED } from "@/pages/stays/sheet/cart";
import { leastLeft, roomOn, shortOf } from "@/pages/stays/sheet/room";

const GRID = {
  from: "2027-07-01",
  rows: [{ stock_type_id: "dortoir", left: [5, 2, 0], why: [null, null, "full"] }],
} as unknown as Schemas["PlanningGrid"];
const SELLING = {
  stock_types: [{ id: "dortoir", name: "Dortoir" }],
  rates: [{ id: "adulte", stock_type_id: "dortoir" }],
} as unknown as Schemas["Selling"];
const NIGHTS = ["2027-07-01", "2027-07-02"];
const wanted = (persons: number, nights = NIGHTS) => ({
  ...NOTHING_WANTED,
  nights,
  rates: { adulte: { [EACH]: persons } },
});

test("what is left is found by night, and is not known outside of what was read", () => {
  expect(roomOn(GRID, "dortoir", "2027-07-03")).toEqual({ left: 0, why: "full" });
  expect(roomOn(GRID, "dortoir", "2027-07-04")).toBeUndefined();
  expect(roomOn(GRID, "dortoir", "2027-06-30")).toBeUndefined();
  expect(leastLeft(GRID, "dortoir", NIGHTS)).toBe(2);
  expect(leastLeft(GRID, "dortoir", [])).toBeUndefined();
});

test("the night that is short is named, and by how many", () => {
  expect(shortOf(wanted(4), SELLING, GRID)).toEqual([
    { night: "2027-07-02", stockType: "dortoir", short: 2, left: 2 },
  ]);
  expect(shortOf(wanted(2), SELLING, GRID)).toEqual([]);
});

test("what a stay holds is not asked for again", () => {
  expect(shortOf(wanted(4), SELLING, GRID, wanted(2))).toEqual([]);
  expect(shortOf(wanted(5), SELLING, GRID, wanted(2))).toHaveLength(1);
});
