import { expect, test } from "vitest";
import { type Pending, saidTwice } from "@/chat/pending";

const said = (second: number, text = "On arrive", order = "a"): Pending => ({
  key: String(second),
  order,
  text,
  at: new Date(Date.UTC(2026, 10, 28, 20, 0, 0, second * 1000)).toISOString(),
});

test("a ready reply that was pressed twice goes once", () => {
  expect(saidTwice(said(0), said(0.4))).toBe(true);
});

test("the same may be said again later, of another order, or in other words", () => {
  expect(saidTwice(said(0), said(1.5))).toBe(false);
  expect(saidTwice(said(0), said(0.4, "On arrive", "b"))).toBe(false);
  expect(saidTwice(said(0), said(0.4, "Une minute"))).toBe(false);
  expect(saidTwice(undefined, said(0))).toBe(false);
});
