import { expect, test } from "vitest";
import type { Card } from "@/live/stream";
import { columnOf, columnsOf, lateness, matches, partLeft, shortMinutes } from "@/pages/live/board";

const NOW = Date.parse("2026-11-28T20:00:00.000Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const card = (id: string, changes: Partial<Card> = {}) =>
  ({
    order_id: id,
    reference: "9K3TZ7",
    room: "204",
    guest: "Gaëlle Le Guennec",
    restaurant: "Saïgon Express",
    stage: "placed",
    running: true,
    placed_at: at(-20),
    ...changes,
  }) as Card;
const over = (id: string, minutes: number, stage: Card["stage"] = "delivered") =>
  card(id, { running: false, stage, ended_at: at(minutes), leaves_board_at: at(minutes) });
const ids = (cards: Card[]) => cards.map((one) => one.order_id);

test("what the kitchen does is to come, what ended is at the desk", () => {
  const column = (stage: Card["stage"], running = true) => columnOf(card("a", { stage, running }));
  expect(["placed", "accepted", "preparing"].map((stage) => column(stage as never))).toEqual(
    Array(3).fill("coming"),
  );
  expect(column("near")).toBe("near");
  expect(column("cancelled", false)).toBe("desk");
});

test("who is expected first stands first, without a time last", () => {
  const cards = [
    card("none"),
    card("later", { expected_at: at(9) }),
    card("soon", { expected_at: at(2) }),
  ];
  expect(ids(columnsOf(cards, NOW, "").coming)).toEqual(["soon", "later", "none"]);
});

test("at the desk who came last stands first", () => {
  expect(ids(columnsOf([over("a", -9), over("b", -2)], NOW, "").desk)).toEqual(["b", "a"]);
});

test("a search finds the beginnings of words, without accents", () => {
  expect(["204", "guen", "gaelle saigon", "9k3"].every((q) => matches(card("a"), q))).toBe(true);
  expect(matches(card("a"), "04")).toBe(false);
});

test("five minutes are soon, past is late", () => {
  expect([6, 5, 0, -1, -10, -11].map(lateness)).toEqual([
    "calm",
    "soon",
    "soon",
    "late",
    "late",
    "very_late",
  ]);
});

test("the ring is what is left of the wait", () => {
  expect(partLeft(card("a", { expected_at: at(20) }), NOW)).toBe(0.5);
  expect(partLeft(card("a", { expected_at: at(-5) }), NOW)).toBe(0);
  expect(partLeft(card("a"), NOW)).toBe(0);
});

test("long waits are hours", () => {
  expect([7, 99, 105].map(shortMinutes)).toEqual(["7", "99", "1 h 45"]);
});
