import { expect, test } from "vitest";
import { basisOf, differences } from "@/pages/orders/detail/conflict";

const delivered = {
  status: "delivered",
  room: "204",
  total_due: "now",
  total: { currency: "EUR", amount: 2500 },
  claims: [],
} as const;
const before = basisOf({ ...delivered, claims: [] });

test("an order that is as it was has no difference to tell", () => {
  expect(differences(before, basisOf({ ...delivered, claims: [] }))).toEqual([]);
});

test("a refund while somebody writes shows both states and both amounts", () => {
  const now = basisOf({
    ...delivered,
    claims: [],
    status: "partially_refunded",
    total: { currency: "EUR", amount: 1300 },
  });
  const found = differences(before, now);
  expect(found.map(({ field }) => field)).toEqual(["status", "total"]);
  expect(found[1]).toMatchObject({
    before: { total: { amount: 2500 } },
    now: { total: { amount: 1300 } },
  });
});
