import { onBoard } from "@/live/staying";
import type { Card } from "@/live/stream";

/** The board's columns, as a meal comes nearer. */
export const COLUMNS = ["coming", "on_the_way", "near", "desk"] as const;
export type ColumnName = (typeof COLUMNS)[number];

export type Columns = Record<ColumnName, Card[]>;

const NEVER = 8.64e15;

/** The column of an order; what the kitchen does is one column. */
export function columnOf(card: Card): ColumnName {
  if (!card.running) return "desk";
  return card.stage === "near" || card.stage === "on_the_way" ? card.stage : "coming";
}

/** The cards of each column: who is expected first stands first, at the desk who came last. */
export function columnsOf(cards: Iterable<Card>, now: number, query: string): Columns {
  const columns: Columns = { coming: [], on_the_way: [], near: [], desk: [] };
  for (const card of cards) {
    if (onBoard(card, now) && matches(card, query)) columns[columnOf(card)].push(card);
  }
  for (const name of COLUMNS) columns[name].sort((one, other) => due(one) - due(other));
  return columns;
}

function due(card: Card): number {
  if (!card.running) return -Date.parse(card.ended_at ?? card.updated_at);
  return card.expected_at ? Date.parse(card.expected_at) : NEVER;
}

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text: string) =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whether every word that was typed begins a word of the card; accents do not count. */
export function matches(card: Card, query: string): boolean {
  const has = wordsOf([card.reference, card.room, card.guest, card.restaurant].join(" "));
  return wordsOf(query).every((word) => has.some((one) => one.startsWith(word)));
}

export type Lateness = "calm" | "soon" | "late" | "very_late";

const SOON = 5;
const VERY_LATE = 10;

/** How pressing the minutes left are; a courier is expected at the shown minute until it is past. */
export function lateness(minutes: number): Lateness {
  if (minutes < -VERY_LATE) return "very_late";
  if (minutes < 0) return "late";
  return minutes <= SOON ? "soon" : "calm";
}

/** The part of the wait that is left, from 1 at the order to 0 when it is expected. */
export function partLeft(card: Card, now: number): number {
  if (!card.expected_at) return 0;
  const whole = Date.parse(card.expected_at) - Date.parse(card.placed_at);
  const left = Date.parse(card.expected_at) - now;
  return whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0;
}

/** Minutes as one reads them at a glance: "7", and from 100 minutes on "1 h 45". */
export function shortMinutes(minutes: number): string {
  const whole = Math.abs(minutes);
  if (whole < 100) return String(whole);
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")}`;
}
