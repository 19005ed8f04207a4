import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { client, type Schemas } from "@/api/client";
import { useAskAgain } from "@/live/askingAgain";
import { useOtherNews } from "@/live/LiveProvider";
import { useProperty } from "@/session/property";
import { fits, type Sale, type SalesQuery } from "./filters";
import { type Listing, rowsOf, withNews } from "./listing";

const PAGE = 100;
const MARKED = 2500;

/** The stays asked for, page by page, kept current by the stream. `isNews` says which of them have
 * changed just now. */
export function useSales(query: SalesQuery) {
  const { id: property, time_zone: zone } = useProperty();
  const queries = useQueryClient();
  const key = useMemo(() => ["sales of", property, query], [property, query]);
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }): Promise<Schemas["SalesPage"]> => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      const params = { path: { property }, query: { ...query, ...cursor, limit: PAGE } };
      const { data } = await client.GET("/api/v1/properties/{property}/sales", { params, signal });
      return data as Schemas["SalesPage"];
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
    gcTime: 30_000,
  });
  const askAgain = useAskAgain(key);

  const marks = useRef(new Map<string, number>());
  useOtherNews(({ kind, data }) => {
    if (kind !== "stay") return;
    const sale = data as unknown as Sale;
    marks.current.set(sale.order_id, Date.now());
    const wanted = fits(sale, query, zone);
    const shown = queries.getQueryData<Listing>(key);
    const here = rowsOf(shown).some((row) => row.order_id === sale.order_id);
    if (wanted === null && !here) askAgain();
    else queries.setQueryData<Listing>(key, (all) => all && withNews(all, sale, wanted !== false));
  });

  const rows = useMemo(() => rowsOf(found.data), [found.data]);
  const isNews = (sale: Sale) => Date.now() - (marks.current.get(sale.order_id) ?? 0) < MARKED;
  return { ...found, rows, isNews };
}
