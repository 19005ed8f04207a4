import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { client, type Schemas } from "@/api/client";
import { useAskAgain } from "@/live/askingAgain";
import { useCardNews } from "@/live/LiveProvider";
import type { Card } from "@/live/stream";
import { fits, type OrderQuery } from "@/pages/orders/filters";
import { type Listing, rowsOf, withNews } from "@/pages/orders/listing";
import { useProperty } from "@/session/property";

const PAGE = 100;
const MARKED = 2500;

/**
 * The orders asked for, page by page and kept current by the stream itself: thousands of rows are
 * never read again because one has changed. `isNews` says which rows have changed just now.
 */
export function useOrders(query: OrderQuery) {
  const { id: property, time_zone: zone } = useProperty();
  const queries = useQueryClient();
  const key = useMemo(() => ["orders of", property, query], [property, query]);
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }): Promise<Schemas["OrderPage"]> => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      const params = { path: { property }, query: { ...query, ...cursor, limit: PAGE } };
      const { data } = await client.GET("/api/v1/properties/{property}/orders", { params, signal });
      return data as Schemas["OrderPage"];
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
    gcTime: 30_000,
  });

  const askAgain = useAskAgain(key);
  const marks = useRef(new Map<string, number>());
  useCardNews((card, known) => {
    if (!known || known.stage !== card.stage || known.status !== card.status) {
      marks.current.set(card.order_id, Date.now());
    }
    const wanted = fits(card, query, zone);
    const shown = queries.getQueryData<Listing>(key);
    const here = rowsOf(shown).some((row) => row.order_id === card.order_id);
    if (wanted === null && !here) askAgain();
    else queries.setQueryData<Listing>(key, (all) => all && withNews(all, card, wanted !== false));
  });

  const rows = useMemo(() => rowsOf(found.data), [found.data]);
  const isNews = (card: Card) => Date.now() - (marks.current.get(card.order_id) ?? 0) < MARKED;
  return { ...found, rows, isNews };
}
