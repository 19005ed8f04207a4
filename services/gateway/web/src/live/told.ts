import type { Card } from "@/live/stream";

/** What is worth a look about an order; null where only small things changed (a position). */
export type Told =
  | "placed"
  | "courier"
  | "on_the_way"
  | "near"
  | "delivered"
  | "stopped"
  | "message"
  | "code"
  | "room"
  | "time"
  | "task";

/** What one hears, from the most to the least pressing. */
export const SOUNDED = ["stopped", "near", "message", "placed"] as const;
export type Sounded = (typeof SOUNDED)[number];

// A courier's expected time is told again with each turn of the road: less than this is no news.
const LATER = 3 * 60_000;

/** The one thing that a change of an order says to reception, the most pressing where several. */
export function told(card: Card, known: Card | undefined): Told | null {
  if (!known) return card.running ? "placed" : null;
  if (known.running && !card.running) return card.stage === "delivered" ? "delivered" : "stopped";
  if (card.stage !== known.stage && card.stage === "near") return "near";
  if (card.chat.messages > known.chat.messages && card.chat.unanswered) return "message";
  if (card.stage !== known.stage && card.stage === "on_the_way") return "on_the_way";
  if (card.room !== known.room) return "room";
  if (card.validation_code && card.validation_code !== known.validation_code) return "code";
  if (card.courier?.name !== known.courier?.name) return "courier";
  if (card.open_tasks > known.open_tasks) return "task";
  return moved(card.expected_at, known.expected_at) ? "time" : null;
}

export function isSounded(news: Told): news is Sounded {
  return SOUNDED.some((one) => one === news);
}

function moved(now: string | null | undefined, before: string | null | undefined): boolean {
  if (!now) return false;
  return !before || Math.abs(Date.parse(now) - Date.parse(before)) >= LATER;
}
