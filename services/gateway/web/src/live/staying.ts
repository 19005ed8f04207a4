import type { Board, Card } from "@/live/stream";

// What ended is looked for at the desk for this long, however it ended.
const AT_THE_DESK = 30 * 60_000;

/** Whether an order is still looked for on the board. */
export function onBoard(card: Card, now: number): boolean {
  if (card.running) return true;
  const leaves = Date.parse(card.leaves_board_at ?? "") || 0;
  const ended = Date.parse(card.ended_at ?? "") || 0;
  return Math.max(leaves, ended + AT_THE_DESK) > now;
}

/** The cards that are on the board at `now` (milliseconds); the same map where none has left. */
export function stillThere(cards: Board, now: number): Board {
  const there = [...cards].filter(([, card]) => onBoard(card, now));
  return there.length === cards.size ? cards : new Map(there);
}
