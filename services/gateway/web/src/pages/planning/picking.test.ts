import { expect, test } from "vitest";
import { pickedAfter, spanOf, stepped } from "@/pages/planning/picking";

const BOUNDS = { rows: 2, first: 100, last: 900, today: 465 };
const press = (key: string, shiftKey = false) => ({ key, shiftKey });

test("arrows go from night to night and from type to type, and stop at the ends", () => {
  expect(stepped({ row: 0, number: 465 }, press("ArrowRight"), BOUNDS)).toEqual({
    row: 0,
    number: 466,
  });
  expect(stepped({ row: 1, number: 100 }, press("ArrowDown"), BOUNDS)).toEqual({
    row: 1,
    number: 100,
  });
  expect(stepped({ row: 1, number: 100 }, press("ArrowLeft"), BOUNDS)?.number).toBe(100);
});

test("Home goes to today, End to the planning’s last night, other keys nowhere", () => {
  expect(stepped({ row: 0, number: 700 }, press("Home"), BOUNDS)?.number).toBe(465);
  expect(stepped({ row: 0, number: 700 }, press("End"), BOUNDS)?.number).toBe(900);
  expect(stepped({ row: 0, number: 700 }, press("x"), BOUNDS)).toBeNull();
});

test("with Shift nights are picked from where it began, also backwards", () => {
  const at = { row: 0, number: 466 };
  const first = pickedAfter(null, at, { row: 0, number: 467 }, press("ArrowRight", true));
  expect(first).toEqual({ row: 0, start: 466, end: 467 });
  const back = pickedAfter(
    first,
    { row: 0, number: 467 },
    { row: 0, number: 464 },
    press("x", true),
  );
  expect(back && spanOf(back)).toEqual({ from: 464, to: 466 });
});

test("without Shift, or in another row, nothing stays picked", () => {
  const picked = { row: 0, start: 466, end: 468 };
  const at = { row: 0, number: 468 };
  expect(pickedAfter(picked, at, { row: 0, number: 469 }, press("ArrowRight"))).toBeNull();
  expect(pickedAfter(picked, at, { row: 1, number: 468 }, press("ArrowDown", true))).toBeNull();
});
