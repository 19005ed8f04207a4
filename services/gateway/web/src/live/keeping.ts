import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { type Day, withNight } from "@/live/planning";
import type { Card, News } from "@/live/stream";

const ORDERS = "/api/v1/properties/{property}/orders";
const ORDER = "/api/v1/properties/{property}/orders/{order}";
const BILLING = `${ORDER}/billing`;
/** The chat with an order's courier. */
export const MESSAGES = "/api/v1/properties/{property}/orders/{order}/messages";
const TASKS = "/api/v1/properties/{property}/tasks";
const ACTIVITY = "/api/v1/properties/{property}/activity";
export const PLANNING = "/api/v1/properties/{property}/planning";
export const NIGHT = "/api/v1/properties/{property}/planning/{night}";
export const STAY = "/api/v1/properties/{property}/stays/{order}";
const STAY_MAILS = `${STAY}/mails`;
/** What options hold of it. */
export const OPTIONS = "/api/v1/properties/{property}/planning/options";
// What a stay is one of, and what follows from what a hut sells.
const OF_STAYS = [NIGHT, OPTIONS, "/api/v1/properties/{property}/sales"];
const OF_SELLING = [
  ...["selling", "hut", "readiness"].map((part) => `/api/v1/properties/{property}/${part}`),
  PLANNING,
  NIGHT,
];
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

  /** One night is told: the grids have it at once. A grid that is being read may miss it. */
  const night = (day: Day, offset: number): void => {
    const of = (path: string) =>
      queries.getQueryCache().findAll({ predicate: ({ queryKey }) => about(queryKey, path) });
    for (const query of of(PLANNING)) {
      if (query.state.fetchStatus !== "idle") again(PLANNING);
      queries.setQueryData<Schemas["PlanningGrid"]>(
        query.queryKey,
        (known) => known && withNight(known, day, offset),
      );
    }
    for (const query of of(NIGHT)) {
      queries.setQueryData<Schemas["PlanningDay"]>(query.queryKey, (known) =>
        known?.day.night === day.night && known.day.revision < day.revision
          ? { ...known, day }
          : known,
      );
    }
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
      if (news.kind === "planning") night(news.data as unknown as Day, news.offset);
      if (news.kind === "selling") for (const path of OF_SELLING) again(path);
      if (news.kind === "stay_mail") again(STAY_MAILS, String(news.data.order_id));
      if (news.kind !== "stay") return;
      for (const path of OF_STAYS) again(path);
      again(STAY, String(news.data.order_id));
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
