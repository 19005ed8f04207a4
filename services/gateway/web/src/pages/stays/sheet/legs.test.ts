import { expect, test } from "vitest";
import { shifted } from "@/pages/planning/nights";
import { EACH, NOTHING_WANTED } from "@/pages/stays/sheet/cart";
import { cartOfLegs, legAfter } from "@/pages/stays/sheet/legs";

const leg = (property: string, night: string, persons = 2) => ({
  property,
  wanted: { ...NOTHING_WANTED, nights: [night], rates: { adulte: { [EACH]: persons } } },
});

test("one cart is for all huts, and says of which one a line is where that is another", () => {
  const cart = cartOfLegs([leg("lac", "2027-07-01"), leg("col", "2027-07-02")], "lac");
  expect(cart?.nights).toEqual([
    { night: "2027-07-01", rate_id: "adulte", persons: 2 },
    { night: "2027-07-02", rate_id: "adulte", persons: 2, property_id: "col" },
  ]);
});

test("a hut where nobody sleeps is left out, and without anybody there is no cart", () => {
  expect(
    cartOfLegs([leg("lac", "2027-07-01"), leg("col", "2027-07-02", 0)], "lac")?.nights,
  ).toHaveLength(1);
  expect(cartOfLegs([leg("lac", "2027-07-01", 0)], "lac")).toBeNull();
});

test("the next hut is slept at on the night after the last one", () => {
  const next = legAfter([leg("lac", "2027-07-01")], "col", (night) => shifted(night, 1));
  expect(next).toMatchObject({ property: "col", wanted: { nights: ["2027-07-02"] } });
});
