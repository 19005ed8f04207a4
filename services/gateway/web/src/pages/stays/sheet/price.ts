import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Schemas, writing } from "@/api/client";
import { Problem } from "@/api/problem";
import { useProperty } from "@/session/property";

type Cart = Schemas["CartBody"];
const PAUSE_MS = 300;

/**
 * What a cart costs now, line by line; of a booked stay, what it would cost changed to it. While
 * another one is priced the last price stays, and `stale` says so.
 */
export function usePrice(cart: Cart | null, order?: string) {
  const { id: property } = useProperty();
  const said = JSON.stringify(cart);
  const [settled] = useDebouncedValue(said, PAUSE_MS);
  const found = useQuery({
    queryKey: ["price", property, order ?? "", settled],
    enabled: settled !== "null",
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    queryFn: async () => {
      const answer = await priced(property, JSON.parse(settled) as Cart, order);
      if (answer && "price" in answer) return answer.price;
      // Passed on: asked again in a moment.
      throw new Problem(503, "unavailable");
    },
  });
  const none = cart === null;
  return {
    price: none ? undefined : found.data,
    error: none || said !== settled ? null : found.error,
    stale: !none && (said !== settled || found.isPlaceholderData || found.isFetching),
    again: () => void found.refetch(),
  };
}

async function priced(property: string, cart: Cart, order: string | undefined) {
  const header = writing();
  const body = { cart };
  if (order === undefined) {
    const params = { path: { property }, header };
    return (await client.POST("/api/v1/properties/{property}/stays/price", { params, body })).data;
  }
  const params = { path: { property, order }, header };
  return (await client.POST("/api/v1/properties/{property}/stays/{order}/price", { params, body }))
    .data;
}
