import { useQueries } from "@tanstack/react-query";
import { api } from "@/api/client";
import { STAY } from "@/live/keeping";
import { useHuts } from "@/pages/stays/sheet/Legs";
import type { Line, Stay } from "@/pages/stays/stay";
import { useProperty } from "@/session/property";

/** What a stay has at each of its huts, and comes to there. */
export type Shares = readonly { property: string; lines: readonly Line[]; total: number }[];

/** All of a stay, which is changed as one; `elsewhere` where it goes on to a hut at which the
 * person does not book. */
export function useShares(stay: Stay): Shares | "reading" | "elsewhere" {
  const { id: here } = useProperty();
  const others = useHuts().filter(({ id }) => id !== here);
  const wanted = stay.other_huts > 0 ? others : [];
  const found = useQueries({
    queries: wanted.map(({ id }) => ({
      ...api.queryOptions("get", STAY, {
        params: { path: { property: id, order: stay.order_id } },
      }),
      // The stream tells of this hut alone.
      staleTime: 0,
      retry: false,
    })),
  });
  const mine = { property: here, lines: stay.lines, total: stay.total.amount };
  const rest = found.flatMap(({ data }, at) => {
    const property = wanted[at]?.id;
    return data && property ? [{ property, lines: data.lines, total: data.total.amount }] : [];
  });
  if (rest.length === stay.other_huts) return [mine, ...rest];
  return found.some(({ isPending }) => isPending) ? "reading" : "elsewhere";
}
