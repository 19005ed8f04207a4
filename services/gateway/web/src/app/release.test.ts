import { expect, test } from "vitest";
import { isPartMissing, mayLoadAgain, part } from "@/app/release";

const GONE = new TypeError("Failed to fetch dynamically imported module: /assets/Live-1.js");

test("a part that a new release renamed is told from other faults", async () => {
  expect(isPartMissing(GONE)).toBe(true);
  expect(isPartMissing(new Error("Unable to preload CSS for /assets/Live-1.css"))).toBe(true);
  expect(isPartMissing(new TypeError("x is undefined"))).toBe(false);
  await expect(part(Promise.reject(GONE))).rejects.toSatisfy(isPartMissing);
});

test("the router does not see what would make it load the page again", async () => {
  await expect(part(Promise.reject(GONE))).rejects.not.toThrow(/^Failed to fetch/);
});

test("a part that came is the part itself, another fault the fault itself", async () => {
  const fault = new Error("no");
  await expect(part(Promise.resolve(7))).resolves.toBe(7);
  await expect(part(Promise.reject(fault))).rejects.toBe(fault);
});

test("a page loads itself again once, not over and over", () => {
  const now = Date.parse("2026-11-28T20:00:00Z");
  expect(mayLoadAgain(0, now)).toBe(true);
  expect(mayLoadAgain(now - 10_000, now)).toBe(false);
});
