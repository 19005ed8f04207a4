import { useSyncExternalStore } from "react";
import { Feed } from "@/live/feed";
import type { Card } from "@/live/stream";
import { onForgotten } from "@/session/device";

// How many messages of a chat were looked at on this device, by order.
const KEPT = "comptoir.chats-seen";
const MOST = 200;

const seen = new Feed<ReadonlyMap<string, number>>(kept());

onForgotten(() => seen.set(new Map()));

function kept(): ReadonlyMap<string, number> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT) ?? "[]") as [string, number][]);
  } catch {
    return new Map();
  }
}

/** The chat of an order was read as far as `messages`. */
export function markSeen(order: string, messages: number): void {
  if ((seen.get().get(order) ?? 0) >= messages) return;
  const others = [...seen.get()].filter(([id]) => id !== order);
  const next = [...others, [order, messages] as [string, number]].slice(-MOST);
  seen.set(new Map(next));
  localStorage.setItem(KEPT, JSON.stringify(next));
}

/** How many messages nobody has looked at on this device, of a chat whose last word is the
 * courier's. */
export function useUnread(card: Card): number {
  const counts = useSyncExternalStore(seen.subscribe, seen.get);
  if (!card.chat.unanswered) return 0;
  return Math.max(0, card.chat.messages - (counts.get(card.order_id) ?? 0));
}
