import { expect, test } from "vitest";
import { adjusted, shownAdjusted } from "@/pages/planning/adjusting";

const STOCK = {
  stock_type_id: "dortoir",
  left: 10,
  places: 15,
  sold: 5,
  bookings: 2,
  persons: 5,
  initial: 15,
  adjustment: 0,
};
const NIGHT = {
  offset: 1,
  currency: "EUR",
  bookings_total: 0,
  supplements_total: 0,
  total: 0,
  stays: [],
  day: { night: "2027-07-01", revision: 3, stock: [STOCK] },
};

test("places more or fewer are places left, more or fewer", () => {
  expect(adjusted(STOCK, { by: -2, press: 1 })).toMatchObject({
    places: 13,
    left: 8,
    adjustment: -2,
  });
  expect(adjusted(STOCK, { to: 20, press: 1 })).toMatchObject({
    places: 20,
    left: 15,
    adjustment: 5,
  });
});

test("there are never fewer places than none, nor fewer left", () => {
  expect(adjusted(STOCK, { to: 3, press: 1 })).toMatchObject({ places: 3, left: 0 });
  expect(adjusted(STOCK, { by: -40, press: 1 })).toMatchObject({ places: 0, adjustment: -15 });
});

test("nothing is shown before it is known of what is blocked whole, or of a closed night", () => {
  expect(shownAdjusted(NIGHT, "dortoir", true, { by: -1, press: 1 })).toBe(NIGHT);
  const closed = { ...NIGHT, day: { ...NIGHT.day, closing: "day" as const } };
  expect(shownAdjusted(closed, "dortoir", false, { by: 1, press: 1 })).toBe(closed);
  expect(shownAdjusted(NIGHT, "dortoir", false, { by: -1, press: 1 }).day.stock[0]?.left).toBe(9);
});
