import { expect, test } from "vitest";
import { towards } from "@/pages/live/towards";

const place = (column: number, top: number, height = 100) => ({
  left: column * 120,
  right: column * 120 + 100,
  top,
  bottom: top + height,
});
// Two columns of cards, an empty one, and a last.
const places = new Map([
  ["a", place(0, 0)],
  ["b", place(0, 110)],
  ["c", place(1, 0, 180)],
  ["d", place(1, 190)],
  ["z", place(3, 0)],
]);

test("down and up stay in the column", () => {
  expect(towards(places, "a", "ArrowDown")).toBe("b");
  expect(towards(places, "d", "ArrowUp")).toBe("c");
  expect(towards(places, "b", "ArrowDown")).toBeUndefined();
});

test("right leads to the card beside, as high as can be", () => {
  expect(towards(places, "a", "ArrowRight")).toBe("c");
  expect(towards(places, "b", "ArrowRight")).toBe("c");
  expect(towards(places, "d", "ArrowLeft")).toBe("b");
});

test("an empty column is passed over", () => {
  expect(towards(places, "c", "ArrowRight")).toBe("z");
  expect(towards(places, "z", "ArrowRight")).toBeUndefined();
});

test("what is not there leads nowhere", () => {
  expect(towards(places, "x", "ArrowDown")).toBeUndefined();
});
