import { expect, test } from "vitest";
import type { Card } from "@/live/stream";
import { isSounded, told } from "@/live/told";

const chat = { opened: true, messages: 0, unanswered: false };
const before = {
  order_id: "o1",
  room: "204",
  running: true,
  stage: "on_the_way",
  expected_at: "2026-11-28T20:40:00.000Z",
  courier: { name: "Malik" },
  validation_code: "2840",
  chat,
  open_tasks: 0,
} as Card;
const but = (changes: Partial<Card>): Card => ({ ...before, ...changes });

test("an order that was not known is a new one, unless it is over", () => {
  expect(told(before, undefined)).toBe("placed");
  expect(told(but({ running: false, stage: "delivered" }), undefined)).toBeNull();
});

test("a courier who only moved is no news", () => {
  const at = { position: { latitude: 45.9, longitude: 6.8 }, at: "2026-11-28T20:30:00.000Z" };
  expect(told(but({ courier_seen: at, revision: 9 }), before)).toBeNull();
});

test.each([
  ["near", { stage: "near" }],
  ["delivered", { stage: "delivered", running: false }],
  ["stopped", { stage: "cancelled", running: false }],
  ["stopped", { stage: "returned", running: false }],
  ["message", { chat: { ...chat, messages: 1, unanswered: true } }],
  ["room", { room: "305" }],
  ["code", { validation_code: "1111" }],
  ["courier", { courier: { name: "Inès" } }],
  ["task", { open_tasks: 1 }],
] as [string, Partial<Card>][])("says %s", (news, changes) => {
  expect(told(but(changes), before)).toBe(news);
});

test("the hotel’s own message is no message of the courier", () => {
  expect(told(but({ chat: { ...chat, messages: 1 } }), before)).toBeNull();
});

test("an expected time is news from three minutes on", () => {
  expect(told(but({ expected_at: "2026-11-28T20:42:30.000Z" }), before)).toBeNull();
  expect(told(but({ expected_at: "2026-11-28T20:43:00.000Z" }), before)).toBe("time");
  expect(told(but({}), but({ expected_at: null }))).toBe("time");
});

test("of several changes the most pressing is said", () => {
  const all = but({ stage: "near", room: "305", chat: { ...chat, messages: 1, unanswered: true } });
  expect(told(all, before)).toBe("near");
});

test("a room or a time makes no sound", () => {
  expect(isSounded("near")).toBe(true);
  expect(isSounded("time")).toBe(false);
});
