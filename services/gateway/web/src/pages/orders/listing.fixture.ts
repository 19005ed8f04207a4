import type { Card } from "@/live/stream";

/** A delivered order, for tests. */
export function cardOf(id: string, placedAt: string, changes: Partial<Card> = {}): Card {
  return {
    order_id: id,
    property_id: "hotel-lumiere",
    kind: "delivery",
    reference: id.toUpperCase(),
    room: "204",
    guest: "Anaïs D’Hérouville",
    restaurant: "Chez Lina",
    status: "delivered",
    stage: "delivered",
    running: false,
    placed_at: placedAt,
    chat: { opened: false, messages: 0, unanswered: false },
    open_tasks: 0,
    folio: { state: "settled" },
    total_due: "now",
    total: { currency: "EUR", amount: 2500 },
    updated_at: placedAt,
    revision: 1,
    ...changes,
  };
}
