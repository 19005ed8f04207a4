import { expect, test } from "vitest";
import { between, later, monthsFrom, periods, ticked } from "@/pages/products/closures/months";

test("a calendar begins with this month and goes over the year’s end", () => {
  const months = monthsFrom("2026-11-28", 3);
  expect(months.map(({ name }) => name)).toEqual(["2026-11", "2026-12", "2027-01"]);
  expect(months[0]?.days.length).toBe(30);
  expect(months[0]?.before).toBe(6); // 1 November 2026 was a Sunday
  expect(monthsFrom("2028-02-01", 1)[0]?.days.at(-1)).toBe("2028-02-29");
});

test("days follow each other also where clocks change", () => {
  expect(later("2027-03-27", 2)).toBe("2027-03-29");
  expect(later("2027-03-01", -1)).toBe("2027-02-28");
  expect(between("2027-10-30", "2027-11-01")).toEqual(["2027-10-30", "2027-10-31", "2027-11-01"]);
  expect(between("2027-11-01", "2027-10-31")).toHaveLength(2);
});

test("nights are ticked once, and in order", () => {
  const closed = ["2027-07-15"];
  expect(ticked(closed, ["2027-07-14", "2027-07-15"], true)).toEqual(["2027-07-14", "2027-07-15"]);
  expect(ticked(closed, ["2027-07-15"], false)).toEqual([]);
});

test("what follows each other is one period", () => {
  const nights = ["2027-07-31", "2027-08-01", "2027-08-03"];
  expect(periods(nights)).toEqual([
    ["2027-07-31", "2027-08-01"],
    ["2027-08-03", "2027-08-03"],
  ]);
});
