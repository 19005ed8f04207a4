import { expect, test } from "vitest";
import {
  isWeekend,
  monthOf,
  monthsIn,
  nightAt,
  nightIn,
  nightsFrom,
  numberOf,
  shifted,
  weekdayOf,
} from "@/pages/planning/nights";

test("a night and its number are the same over every change of clocks", () => {
  const first = numberOf("2026-10-24");
  expect([0, 1, 2].map((n) => nightAt(first + n))).toEqual([
    "2026-10-24",
    "2026-10-25",
    "2026-10-26",
  ]);
  expect(shifted("2027-03-27", 2)).toBe("2027-03-29");
});

test("an address names a night or none", () => {
  expect(nightIn("2028-02-29")).toBe("2028-02-29");
  expect(nightIn("2027-02-29")).toBeUndefined();
  expect(nightIn("juillet")).toBeUndefined();
  expect(nightIn(undefined)).toBeUndefined();
});

test("a week begins on Monday and ends with its weekend", () => {
  const monday = numberOf("2027-07-05");
  expect(weekdayOf(monday)).toBe(0);
  expect([4, 5, 6, 7].map((n) => isWeekend(monday + n))).toEqual([false, true, true, false]);
});

test("months follow each other into the next year", () => {
  expect(nightAt(monthOf(numberOf("2026-12-31")))).toBe("2026-12-01");
  expect(nightAt(monthOf(numberOf("2026-12-31"), 1))).toBe("2027-01-01");
  const spans = monthsIn(numberOf("2026-11-29"), numberOf("2027-01-02"));
  expect(spans.map(({ first, last }) => [nightAt(first), nightAt(last)])).toEqual([
    ["2026-11-29", "2026-11-30"],
    ["2026-12-01", "2026-12-31"],
    ["2027-01-01", "2027-01-02"],
  ]);
});

test("nights in a row are counted from the first", () => {
  expect(nightsFrom("2027-02-27", 3)).toEqual(["2027-02-27", "2027-02-28", "2027-03-01"]);
});
