import { expect, test } from "vitest";
import type { Point } from "./answers";
import { ceiling, nearest, pathOf, stretches, ticks } from "./curve";

const START = Date.parse("2026-11-28T13:00:00.000Z");
const point = (seconds: number, lag: number) =>
  ({ at: new Date(START + seconds * 1000).toISOString(), lag }) as Point;

test("a curve is broken where nothing was heard", () => {
  const found = stretches([point(0, 1), point(5, 2), point(60, 3)], "lag");
  expect(found.map((stretch) => stretch.map(({ value }) => value))).toEqual([[1, 2], [3]]);
});

test("the top of a curve is a round number above its highest point", () => {
  expect([0, 3, 12, 180, 1000].map((value) => ceiling(value))).toEqual([1, 5, 20, 200, 1000]);
  expect(ceiling(3, 100)).toBe(100);
});

test("time goes to the right and more goes up", () => {
  const box = { width: 100, height: 50, from: START, to: START + 10_000, top: 10 };
  const path = pathOf(
    [
      { at: START, value: 0 },
      { at: START + 10_000, value: 10 },
    ],
    box,
  );
  expect(path).toBe("M0.0 50.0L100.0 0.0");
});

test("pointing finds the nearest measured point", () => {
  const spots = [
    { at: 0, value: 1 },
    { at: 10, value: 2 },
  ];
  expect(nearest(spots, 6)?.value).toBe(2);
  expect(nearest([], 6)).toBeUndefined();
});

test("the axis has whole minutes, fewer where it is narrow", () => {
  expect(ticks(START + 1, START + 1_800_000, 600)).toHaveLength(6);
  expect(ticks(START + 1, START + 1_800_000, 300)).toHaveLength(3);
});
