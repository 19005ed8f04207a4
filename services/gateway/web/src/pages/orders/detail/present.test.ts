import { expect, test } from "vitest";
import { type Present, presentNow } from "@/pages/orders/detail/present";

const page = (tab: string, changes: Partial<Present> = {}): Present => ({
  order_id: "o",
  person_id: "p",
  name: "Réception",
  tab,
  state: "open",
  at: "2026-11-28T20:00:00.000Z",
  good_until: "2026-11-28T20:00:45.000Z",
  ...changes,
});

test("a page that writes is the same page, and one that closes is gone", () => {
  const writes = page("a", { state: "writing", at: "2026-11-28T20:00:10.000Z" });
  const known = presentNow([page("a"), page("b")], { said: writes });
  expect(known.map(({ tab, state }) => [tab, state])).toEqual([
    ["b", "open"],
    ["a", "writing"],
  ]);
  const closed = page("a", { state: "closed", at: "2026-11-28T20:00:20.000Z" });
  expect(presentNow(known, { said: closed }).map(({ tab }) => tab)).toEqual(["b"]);
});

test("news that come late change nothing", () => {
  const known = [page("a", { at: "2026-11-28T20:00:30.000Z" })];
  expect(presentNow(known, { said: page("a", { state: "closed" }) })).toBe(known);
});

test("a page that was not heard of any more is gone by itself", () => {
  const known = [page("a")];
  expect(presentNow(known, { at: Date.parse("2026-11-28T20:00:44.000Z") })).toBe(known);
  expect(presentNow(known, { at: Date.parse("2026-11-28T20:00:46.000Z") })).toEqual([]);
});
