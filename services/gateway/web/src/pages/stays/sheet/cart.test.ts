import { expect, test } from "vitest";
import {
  cartOf,
  EACH,
  NOTHING_WANTED,
  ONCE,
  personsOn,
  wantedOf,
  withoutNights,
  withQuantity,
} from "@/pages/stays/sheet/cart";
import type { Line } from "@/pages/stays/stay";

const NIGHTS = ["2027-07-01", "2027-07-02"];
const line = (kind: Line["kind"], item_id: string, quantity: number, night?: string): Line => ({
  kind,
  property_id: "hut",
  item_id,
  name: {},
  night: night ?? null,
  quantity,
  unit_amount: 1,
  total: quantity,
  tax_name: "",
  tax_rate: "0",
});

test("persons on every night alike are in the cart night by night", () => {
  const cart = cartOf({ ...NOTHING_WANTED, nights: NIGHTS, rates: { adulte: { [EACH]: 2 } } });
  expect(cart?.nights).toEqual([
    { night: NIGHTS[0], rate_id: "adulte", persons: 2 },
    { night: NIGHTS[1], rate_id: "adulte", persons: 2 },
  ]);
  expect(cart?.supplements).toEqual([]);
});

test("without anybody there is no cart, whatever is had besides", () => {
  const extras = { pique: { [ONCE]: 2 } };
  expect(cartOf({ ...NOTHING_WANTED, nights: NIGHTS, extras })).toBeNull();
  expect(cartOf({ ...NOTHING_WANTED, rates: { adulte: { [EACH]: 2 } } })).toBeNull();
});

test("a night’s own number stands for that of every night", () => {
  const rates = { adulte: { [EACH]: 2, "2027-07-02": 0 }, enfant: { "2027-07-02": 3 } };
  expect(cartOf({ ...NOTHING_WANTED, nights: NIGHTS, rates, apart: true })?.nights).toEqual([
    { night: NIGHTS[0], rate_id: "adulte", persons: 2 },
    { night: NIGHTS[1], rate_id: "enfant", persons: 3 },
  ]);
});

test("a supplement is had once a stay, or on the nights that somebody sleeps", () => {
  const wanted = {
    ...NOTHING_WANTED,
    nights: NIGHTS,
    rates: { adulte: { "2027-07-01": 2 } },
    extras: { pique: { [ONCE]: 1, [EACH]: 2 } },
  };
  expect(cartOf(wanted)?.supplements).toEqual([
    { supplement_id: "pique", night: null, quantity: 1 },
    { supplement_id: "pique", night: NIGHTS[0], quantity: 2 },
  ]);
});

test("a stay is read into what is wanted, and comes out as it was", () => {
  const lines = [
    line("night", "adulte", 2, "2027-07-02"),
    line("night", "adulte", 2, "2027-07-01"),
    line("supplement", "pique", 4),
  ];
  const wanted = wantedOf(lines);
  expect(wanted).toEqual({
    nights: NIGHTS,
    rates: { adulte: { [EACH]: 2 } },
    extras: { pique: { [ONCE]: 4 } },
    apart: false,
  });
  expect(cartOf(wanted)?.nights).toHaveLength(2);
});

test("nights that differ are read apart", () => {
  const lines = [line("night", "adulte", 2, NIGHTS[0]), line("night", "adulte", 3, NIGHTS[1])];
  expect(wantedOf(lines)).toMatchObject({ apart: true, rates: { adulte: { "2027-07-02": 3 } } });
});

test("a number for every night forgets those of single nights, not what is had once", () => {
  const slots = { "2027-07-01": 5, [ONCE]: 1 };
  expect(withQuantity(slots, EACH, 2)).toEqual({ [EACH]: 2, [ONCE]: 1 });
  expect(withQuantity(slots, "2027-07-02", 2)).toEqual({ ...slots, "2027-07-02": 2 });
});

test("persons are counted over the rates of a stock type, or over all", () => {
  const rate = (id: string, stock_type_id: string) => ({ id, stock_type_id }) as never;
  const rates = [rate("adulte", "dortoir"), rate("enfant", "dortoir"), rate("nuitee", "chambre")];
  const wanted = {
    ...NOTHING_WANTED,
    rates: { adulte: { [EACH]: 2 }, enfant: { [EACH]: 1 }, nuitee: { [EACH]: 4 } },
  };
  expect(personsOn(wanted, rates, "dortoir", "2027-07-01")).toBe(3);
  expect(personsOn(wanted, rates, null, "2027-07-01")).toBe(7);
});

test("nights that are not told apart any more are all as the first", () => {
  const rates = { adulte: { "2027-07-01": 2, "2027-07-02": 5, [ONCE]: 1 } };
  expect(withoutNights(rates, NIGHTS)).toEqual({ adulte: { [EACH]: 2, [ONCE]: 1 } });
});
