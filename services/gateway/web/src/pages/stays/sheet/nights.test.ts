import { expect, test } from "vitest";
import { isRun, runOf, withNight } from "@/pages/stays/sheet/nights";

test("nights in a row are a run, with a gap they are none", () => {
  expect(isRun(runOf("2027-06-29", 3))).toBe(true);
  expect(isRun(["2027-06-29", "2027-07-01"])).toBe(false);
  expect(isRun([])).toBe(true);
});

test("another night takes its place in order, and once", () => {
  expect(withNight(["2027-07-02"], "2027-07-01")).toEqual(["2027-07-01", "2027-07-02"]);
  expect(withNight(["2027-07-02"], "2027-07-02")).toEqual(["2027-07-02"]);
});
