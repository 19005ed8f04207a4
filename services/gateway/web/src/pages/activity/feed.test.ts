import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import {
  byDay,
  type Entry,
  isShown,
  type Kind,
  withNewest,
  withOlder,
} from "@/pages/activity/feed";

const ZONE = "Europe/Paris";

function entry(at: string, about: Partial<Entry> = {}): Entry {
  const order = { order_id: about.order_id ?? "o1" } as Schemas["Card"];
  return { id: `${at}/x`, at, kind: "delivered", order_id: "o1", order, ...about };
}

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

test("a day is the property's: what happens at 23:30 in London is of tomorrow in Paris", () => {
  const days = byDay([entry("2026-11-23T23:30:00.000Z"), entry("2026-11-23T22:30:00.000Z")], ZONE);
  expect(days.map(({ day }) => day)).toEqual(["2026-11-24", "2026-11-23"]);
});

test("what one order did within a minute stands together, a minute later it does not", () => {
  const near = [
    entry("2026-11-23T20:01:00.000Z", { kind: "folio_settled" }),
    entry("2026-11-23T20:00:00.000Z"),
    entry("2026-11-23T19:59:59.000Z", { kind: "near" }),
  ];
  const [day] = byDay(near, ZONE);
  expect(day?.bursts.map(({ entries }) => entries.length)).toEqual([2, 1]);
});

test("what two orders did at once stands apart, and so does what is of no order", () => {
  const at = "2026-11-23T20:00:00.000Z";
  const two = byDay([entry(at), entry(at, { order_id: "o2" })], ZONE);
  expect(two[0]?.bursts).toHaveLength(2);
  const none = { order: null };
  expect(byDay([entry(at, none), entry(at, none)], ZONE)[0]?.bursts).toHaveLength(2);
});

test("news join what was read below them, each once and newest first", () => {
  const [a, b, c, d] = ["1", "2", "3", "4"].map((n) => entry(`2026-11-23T20:0${n}:00.000Z`));
  if (!a || !b || !c || !d) throw new Error("four entries");
  const known = { entries: [c, b, a], next: "older" };
  const joined = withNewest(known, { entries: [d, c], next: "not this one" });
  expect(ids(joined.entries)).toEqual(ids([d, c, b, a]));
  expect(joined.next).toBe("older");
});

test("where more came than a page holds, the feed begins anew and loses nothing in between", () => {
  const old = entry("2026-11-23T20:00:00.000Z");
  const page = { entries: [entry("2026-11-23T21:00:00.000Z")], next: "before" };
  const anew = withNewest({ entries: [old], next: null }, page);
  expect(ids(anew.entries)).toEqual(ids(page.entries));
  expect(anew.next).toBe("before");
});

test("older entries are added below, none twice", () => {
  const one = entry("2026-11-23T20:00:00.000Z");
  const before = entry("2026-11-23T19:00:00.000Z");
  const known = { entries: [one], next: "more" };
  const longer = withOlder(known, { entries: [one, before] });
  expect(ids(longer.entries)).toEqual(ids([one, before]));
  expect(longer.next).toBeNull();
});

test("a claim without an answer needs a person, an accepted one does not", () => {
  const ended = { kind: "claim_ended" as Kind };
  expect(isShown(entry("x", { ...ended, note: "unanswered" }), "person")).toBe(true);
  expect(isShown(entry("x", { ...ended, note: "accepted" }), "person")).toBe(false);
  expect(isShown(entry("x", { ...ended, note: "accepted" }), "money")).toBe(true);
});
