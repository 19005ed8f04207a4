import { expect, test } from "vitest";
import { givenBack, inOrder, isActive, type Line, type Stay } from "@/pages/stays/stay";

const line = (kind: Line["kind"], night: string | null, item_id = "adulte"): Line => ({
  kind,
  property_id: "hut",
  item_id,
  name: { fr: item_id },
  night,
  quantity: 2,
  unit_amount: 2600,
  total: 5200,
  tax_name: "",
  tax_rate: "0",
});

test("lines are read night by night, and what is had besides comes last", () => {
  const { nights, extras } = inOrder([
    line("night", "2027-07-02"),
    line("supplement", null, "pique-nique"),
    line("night", "2027-07-01"),
    line("night", "2027-07-01", "enfant"),
  ]);
  expect(nights.map(([night, lines]) => [night, lines.length])).toEqual([
    ["2027-07-01", 2],
    ["2027-07-02", 1],
  ]);
  expect(extras.map((one) => one.item_id)).toEqual(["pique-nique"]);
});

test("a cancellation gives back the places of each night", () => {
  const stay = { persons: 4, nights: ["2027-07-01", "2027-07-02", "2027-07-03"] } as Stay;
  expect(givenBack(stay)).toEqual({ places: 4, nights: 3 });
});

test("only what is held can be changed", () => {
  expect(
    (["option", "firm", "cancelled", "expired", "moved"] as const).map((state) =>
      isActive({ state }),
    ),
  ).toEqual([true, true, false, false, false]);
});
