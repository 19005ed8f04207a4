import { expect, test } from "vitest";
import { askedIn, askedSaid, extentOf } from "@/pages/planning/extent";
import { nightAt, numberOf } from "@/pages/planning/nights";

test("the grid reaches a year back and two ahead", () => {
  const { first, last } = extentOf("2026-11-28", [undefined]);
  expect(nightAt(first)).toBe("2025-11-01");
  expect(last - numberOf("2026-11-28")).toBe(743);
});

test("a night of long ago is in it when it is asked for", () => {
  expect(nightAt(extentOf("2026-11-28", ["2024-07-14"]).first)).toBe("2024-07-01");
});

test("the nights of a stay to be are in the address", () => {
  expect(askedIn("2027-07-01.3")).toEqual({ night: "2027-07-01", count: 3 });
  expect(askedSaid({ night: "2027-07-01", count: 3 })).toBe("2027-07-01.3");
  expect(askedIn("2027-07-01.0")?.count).toBe(1);
  expect(askedIn("2027-13-01.2")).toBeUndefined();
  expect(askedIn("demain")).toBeUndefined();
});
