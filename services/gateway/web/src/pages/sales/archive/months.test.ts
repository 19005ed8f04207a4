import { expect, test } from "vitest";
import { barsOf, daysOfMonth, monthAfter } from "./months";

const sums = (total: number) => ({ count: 1, total });
const month = (name: string, options: number, firm: number) => ({
  month: name,
  options: sums(options),
  firm: sums(firm),
  all: sums(options + firm),
});
const year = (number: number, ...months: ReturnType<typeof month>[]) => ({
  year: number,
  months,
  options: sums(0),
  firm: sums(0),
  all: sums(0),
});

test("a month without sales is in the picture, too", () => {
  const years = [year(2027, month("2027-02", 0, 5200)), year(2026, month("2026-12", 2600, 0))];
  expect(barsOf({ years })).toEqual([
    { month: "2026-12", options: 2600, firm: 0 },
    { month: "2027-01", options: 0, firm: 0 },
    { month: "2027-02", options: 0, firm: 5200 },
  ]);
});

test("of many years the picture shows the latest two", () => {
  const years = [year(2027, month("2027-02", 1, 1)), year(2020, month("2020-02", 1, 1))];
  const bars = barsOf({ years });
  expect([bars.length, bars.at(-1)?.month]).toEqual([24, "2027-02"]);
});

test("nothing sold makes no picture", () => {
  expect(barsOf({ years: [] })).toEqual([]);
});

test("a month has its own last day", () => {
  expect(daysOfMonth("2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
  expect(monthAfter("2027-12")).toBe("2028-01");
});
