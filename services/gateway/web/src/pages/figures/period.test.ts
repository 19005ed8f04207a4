import { expect, test } from "vitest";
import { lengthOf, periodAsked, periodOf, presetOf, refused } from "./period";

const TODAY = "2026-03-15";

test("a preset by days ends today and has that many days", () => {
  expect(periodOf("week", TODAY)).toEqual({ from: "2026-03-09", to: TODAY });
  expect(lengthOf(periodOf("month", TODAY))).toBe(30);
  expect(lengthOf(periodOf("quarter", TODAY))).toBe(90);
});

test("last month is whole, this month and the year stop today", () => {
  expect(periodOf("last_month", TODAY)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(periodOf("last_month", "2026-01-03")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  expect(periodOf("this_month", TODAY)).toEqual({ from: "2026-03-01", to: TODAY });
  expect(periodOf("year", TODAY)).toEqual({ from: "2026-01-01", to: TODAY });
});

test("a period in the address is recognised as its preset", () => {
  expect(presetOf({ from: "2026-03-09", to: TODAY }, TODAY)).toBe("week");
  expect(presetOf({ from: "2026-03-08", to: TODAY }, TODAY)).toBeUndefined();
});

test("an address that says nothing, or no day, means the last thirty days", () => {
  const thirty = { from: "2026-02-14", to: TODAY };
  expect(periodAsked(undefined, undefined, TODAY)).toEqual(thirty);
  expect(periodAsked("yesterday", "2026-99-01", TODAY)).toEqual(thirty);
  expect(periodAsked("2026-01-01", "2026-01-31", TODAY).to).toBe("2026-01-31");
});

test("a period that ends before it begins, or is longer than a year, is refused", () => {
  expect(refused({ from: "2026-03-02", to: "2026-03-01" })).toBe("order");
  expect(refused({ from: "2025-03-01", to: "2026-03-02" })).toBe("length");
  expect(refused({ from: "2026-03-01", to: "2026-03-01" })).toBeNull();
});
