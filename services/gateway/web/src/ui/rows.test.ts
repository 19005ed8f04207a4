import { expect, test } from "vitest";
import { next } from "@/ui/rows";

test("arrows go from row to row and stop at both ends", () => {
  expect(next("ArrowDown", 0, 3)).toBe(1);
  expect(next("ArrowDown", 2, 3)).toBe(2);
  expect(next("ArrowUp", 0, 3)).toBe(0);
  expect(next("End", 0, 3)).toBe(2);
  expect(next("Home", 2, 3)).toBe(0);
});

test("the first arrow goes to the first row", () => {
  expect(next("ArrowDown", -1, 3)).toBe(0);
  expect(next("ArrowUp", -1, 3)).toBe(0);
});

test("an empty list and other keys go nowhere", () => {
  expect(next("ArrowDown", -1, 0)).toBeNull();
  expect(next("a", 0, 3)).toBeNull();
});
