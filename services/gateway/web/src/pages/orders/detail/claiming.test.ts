import { expect, test } from "vitest";
import { amountShown, claimOf, NOTHING_WRITTEN } from "@/pages/orders/detail/claiming";

const order = {
  currency: "EUR",
  lines: [
    { name: "Pizza regina", quantity: 2, unit_amount: 1250 },
    { name: "Tiramisu", quantity: 1, unit_amount: 650 },
  ],
};
const written = { ...NOTHING_WRITTEN, reason: "missing_item", items: { 0: 1, 1: 1 } } as const;

test("the amount is the price of the dishes until another one is typed", () => {
  expect(amountShown(written, order)).toBe("19.00");
  expect(amountShown({ ...written, amount: "5" }, order)).toBe("5");
});

test("where prices do not show, an amount must be typed", () => {
  const unpriced = { ...order, lines: [{ name: "Pizza regina", quantity: 2 }] };
  expect(claimOf({ ...written, items: { 0: 1 } }, unpriced)).toEqual(["amount"]);
});

test("a claim names its dishes by their lines and its amount in minor units", () => {
  expect(claimOf({ ...written, description: "  Rien dans le sac. " }, order)).toEqual({
    reason: "missing_item",
    items: [
      { line: 0, quantity: 1 },
      { line: 1, quantity: 1 },
    ],
    amount: 1900,
    description: "Rien dans le sac.",
    photos: [],
  });
});

test("a claim without reason and amount says which are missing", () => {
  expect(claimOf(NOTHING_WRITTEN, order)).toEqual(["reason", "amount"]);
});
