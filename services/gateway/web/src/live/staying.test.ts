import { expect, test } from "vitest";
import { onBoard, stillThere } from "@/live/staying";
import type { Card } from "@/live/stream";

const NOW = Date.parse("2026-11-28T20:00:00.000Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const running = { order_id: "r", running: true } as Card;
const over = (minutes: number, stage: Card["stage"] = "delivered") =>
  ({ order_id: "o", running: false, stage, ended_at: at(minutes), leaves_board_at: null }) as Card;

test("what ended stays half an hour, a cancelled order too", () => {
  expect(onBoard(over(-29, "cancelled"), NOW)).toBe(true);
  expect(onBoard(over(-31), NOW)).toBe(false);
});

test("what the board still holds stays as long as it says", () => {
  expect(onBoard({ ...over(-40), leaves_board_at: at(1) }, NOW)).toBe(true);
});

test("what has left the board is not kept, however long the page stays open", () => {
  const cards = new Map([
    ["r", running],
    ["o", over(-31)],
  ]);
  expect([...stillThere(cards, NOW).keys()]).toEqual(["r"]);
});

test("a board that nothing has left is the same one", () => {
  const cards = new Map([["r", running]]);
  expect(stillThere(cards, NOW)).toBe(cards);
});
