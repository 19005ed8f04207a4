import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import type { Card, News } from "@/live/stream";

const ORDERS = "/api/v1/properties/{property}/orders";
const ORDER = "/api/v1/properties/{property}/orders/{order}";
const BILLING = `${ORDER}/billing`;
/** The chat with an order's courier. */
export const MESSAGES = "/api/v1/properties/{property}/orders/{order}/messages";
const TASKS = "/api/v1/properties/{property}/tasks";
// What a hut says and sells, and what of it is still missing.
const OF_A_HUT = ["selling", "hut", "readiness"].map(
  (part) => `/api/v1/properties/{property}/${part}`,
);
const ACTIVITY = "/api/v1/properties/{property}/activity";
// News come in bursts: lists that must be asked for again are asked once for a burst.
const BURST = 250;

type Pages = InfiniteData<Schemas["OrderPage"]> | Schemas["OrderPage"] | undefined;

/** Keeps what was read of a property as the stream says it is now. */
export function keepCurrent(queries: QueryClient, property: string) {
  const waiting = new Map<string, number>();

  const again = (path: string, order?: string) => {
    const name = `${path} ${order ?? ""}`;
    if (waiting.has(name)) return;
    const ask = () => {
      waiting.delete(name);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => about(queryKey, path, order) });
    };
    waiting.set(name, window.setTimeout(ask, BURST));
  };

  const about = (key: readonly unknown[], path: string, order?: string): boolean => {
    if (key[1] !== path) return false;
    const of = (key[2] as { params?: { path?: { property?: string; order?: string } } })?.params
      ?.path;
    return of?.property === property && (order === undefined || of.order === order);
  };

  const anything = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
    String(queryKey[1]).startsWith("/api/v1/properties/{property}") &&
    about(queryKey, String(queryKey[1]));

  return {
    /** After anything may have been missed. */
    all(): void {
      void queries.invalidateQueries({ predicate: anything });
    },
    /** The property is not followed any more: what was read of it counts as old. */
    leave(): void {
      for (const timer of waiting.values()) clearTimeout(timer);
      void queries.invalidateQueries({ predicate: anything, refetchType: "none" });
    },
    card(card: Card): void {
      const inLists = {
        predicate: (query: { queryKey: readonly unknown[] }) => about(query.queryKey, ORDERS),
      };
      queries.setQueriesData<Pages>(inLists, (known) => withCard(known, card));
      again(ORDERS);
      again(ORDER, card.order_id);
      again(BILLING, card.order_id);
      again(MESSAGES, card.order_id);
    },
    news(news: News): void {
      if (news.kind === "task") again(TASKS);
      if (news.kind === "activity") again(ACTIVITY);
      if (news.kind === "selling") for (const path of OF_A_HUT) again(path);
    },
  };
}

/** A list, or its pages, with an order as it is now, where it stands. */
function withCard(known: Pages, card: Card): Pages {
  if (!known) return known;
  if ("pages" in known) return { ...known, pages: known.pages.map((page) => inPage(page, card)) };
  return inPage(known, card);
}

function inPage(page: Schemas["OrderPage"], card: Card): Schemas["OrderPage"] {
  const at = page.orders.findIndex((order) => order.order_id === card.order_id);
  const known = page.orders[at];
  if (!known || known.revision >= card.revision) return page;
  return { ...page, orders: page.orders.with(at, card) };
}
