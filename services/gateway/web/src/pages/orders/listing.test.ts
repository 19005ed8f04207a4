import { expect, test } from "vitest";
import { type Listing, rowsOf, withNews } from "@/pages/orders/listing";
import { cardOf } from "@/pages/orders/listing.fixture";

const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, "0")}:00.000Z`;
const listing = (next?: string): Listing => ({
  pageParams: [undefined, "second"],
  pages: [
    { orders: [cardOf("f", at(50)), cardOf("e", at(40))], next: "second" },
    { orders: [cardOf("c", at(20)), cardOf("b", at(10))], ...(next ? { next } : {}) },
  ],
});
const ids = (of: Listing) => rowsOf(of).map((card) => card.order_id);

test("a new order comes first", () => {
  expect(ids(withNews(listing(), cardOf("g", at(55)), true))).toEqual(["g", "f", "e", "c", "b"]);
});

test("an order that has come to fit stands where it belongs by its time", () => {
  expect(ids(withNews(listing(), cardOf("d", at(30)), true))).toEqual(["f", "e", "d", "c", "b"]);
});

test("an order that does not fit any more leaves the list", () => {
  const gone = withNews(listing(), cardOf("e", at(40), { revision: 2 }), false);
  expect(ids(gone)).toEqual(["f", "c", "b"]);
});

test("older news than what is shown change nothing", () => {
  const shown = listing();
  expect(withNews(shown, cardOf("e", at(40), { room: "1" }), true)).toBe(shown);
});

test("an order older than all that was read waits for its page", () => {
  expect(ids(withNews(listing("third"), cardOf("a", at(1)), true))).toEqual(["f", "e", "c", "b"]);
  expect(ids(withNews(listing(), cardOf("a", at(1)), true))).toEqual(["f", "e", "c", "b", "a"]);
});

test("an order that two pages bring is shown once", () => {
  const twice = listing();
  twice.pages[1]?.orders.unshift(cardOf("e", at(40)));
  expect(ids(twice)).toEqual(["f", "e", "c", "b"]);
});
