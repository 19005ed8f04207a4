import { describe, expect, it } from "vitest";
import { between, monthAfter, nightsFrom, shifted, weeksOf } from "./nights";

describe("nights", () => {
  it("are days of the calendar, whatever the clocks do", () => {
    expect(nightsFrom("2027-03-27", 3)).toEqual(["2027-03-27", "2027-03-28", "2027-03-29"]);
    expect(shifted("2027-10-31", 1)).toBe("2027-11-01");
    expect(between("2027-03-27", "2027-03-29")).toBe(2);
    expect(monthAfter("2027-12-01", 1)).toBe("2028-01-01");
  });
  it("stand in weeks that begin on Monday", () => {
    const weeks = weeksOf("2027-07-01"); // a Thursday
    expect(weeks[0]?.slice(0, 4)).toEqual([null, null, null, "2027-07-01"]);
    expect(weeks.flat().filter(Boolean)).toHaveLength(31);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(weeksOf("2027-02-01")).toHaveLength(4);
  });
});
