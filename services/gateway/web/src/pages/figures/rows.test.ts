import { expect, test } from "vitest";
import type { DayFigures } from "./answers";
import { change, measured, orderAsked, pressed, sorted } from "./rows";

function day(name: string, delivered: number, median?: number): DayFigures {
  const money = { currency: "EUR", ordered: 0, refunded: 0, revenue: delivered * 1000 };
  const told = { known: 0, kept: 0 };
  const rest = { in_progress: 0, partially_refunded: 1, refunded: 1, cancelled: 2 };
  return {
    day: name,
    orders: { all: delivered + 5, delivered, failed: 1, returned: 0, ...rest },
    money,
    other_money: [],
    delivery: { count: delivered, ...(median === undefined ? {} : { median }) },
    on_time: { first: told, last: told },
  };
}

const days = [day("2026-11-01", 5, 1200), day("2026-11-02", 9), day("2026-11-03", 7, 900)];
const names = (rows: DayFigures[]) => rows.map((row) => row.day.slice(-2));

test("days are sorted by what a column shows, and what was not measured comes last", () => {
  expect(names(sorted(days, { column: "revenue", down: true }))).toEqual(["02", "03", "01"]);
  expect(names(sorted(days, { column: "median", down: true }))).toEqual(["01", "03", "02"]);
  expect(names(sorted(days, { column: "median", down: false }))).toEqual(["03", "01", "02"]);
  expect(names(sorted(days, { column: "day", down: true }))).toEqual(["03", "02", "01"]);
});

test("a refunded order was delivered, a cancelled one was not", () => {
  const one = day("2026-11-01", 5);
  expect(measured(one, "delivered")).toBe(7);
  expect(measured(one, "given_back")).toBe(2);
  expect(measured(one, "stopped")).toBe(3);
});

test("the address keeps the order, and a second press turns it round", () => {
  expect(orderAsked("-revenue")).toEqual({ column: "revenue", down: true });
  expect(orderAsked("nothing")).toEqual({ column: "day", down: true });
  expect(pressed(orderAsked("-revenue"), "revenue")).toBe("revenue");
  expect(pressed(orderAsked("revenue"), "orders")).toBe("-orders");
});

test("against nothing there is no share", () => {
  expect(change(12, 10)).toBeCloseTo(0.2);
  expect(change(3, 0)).toBeNull();
});
