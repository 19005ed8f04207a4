import { expect, test } from "vitest";
import { type Listing, rowsOf, withNews } from "./listing";
import { saleOf } from "./sales.fixture";

const early = saleOf("a", "2027-03-01T08:00:00.000Z");
const late = saleOf("b", "2027-03-01T09:00:00.000Z");
const listing = (next?: string): Listing => ({
  pages: [{ stays: [late, early], ...(next ? { next } : {}) }],
  pageParams: [undefined],
});
const ids = (list: Listing) => rowsOf(list).map((sale) => sale.order_id);

test("a new booking comes on top", () => {
  const newest = saleOf("c", "2027-03-01T10:00:00.000Z");
  expect(ids(withNews(listing(), newest, true))).toEqual(["c", "b", "a"]);
});

test("a stay that changed stays where it was booked", () => {
  const gone = { ...early, state: "cancelled", revision: 2 } as const;
  const after = withNews(listing(), gone, true);
  expect(ids(after)).toEqual(["b", "a"]);
  expect(rowsOf(after)[1]?.state).toBe("cancelled");
});

test("what is not asked for any more goes out, and old news change nothing", () => {
  expect(ids(withNews(listing(), { ...early, revision: 2 }, false))).toEqual(["b"]);
  expect(withNews(listing(), { ...early, state: "expired" }, true)).toEqual(listing());
});

test("what was booked before all that was read waits for its page", () => {
  const older = saleOf("0", "2026-03-01T10:00:00.000Z");
  expect(ids(withNews(listing("more"), older, true))).toEqual(["b", "a"]);
  expect(ids(withNews(listing(), older, true))).toEqual(["b", "a", "0"]);
});
