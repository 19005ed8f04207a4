import { useMemo } from "react";
import { api, type Schemas } from "@/api/client";
import { useProperty } from "@/session/property";

export interface StockRow {
  id: string;
  /** What the house itself calls it (R26). */
  name: string;
}

export const SELLING = "/api/v1/properties/{property}/selling";

/** All that the hut sells, or another one; the stream keeps it current. */
export function useSelling(other?: string) {
  const { id } = useProperty();
  return api.useQuery("get", SELLING, { params: { path: { property: other ?? id } } });
}

/** The rows of the planning: the hut's stock types in their order. */
export function useStockRows(selling: Schemas["SellingAnswer"] | undefined): StockRow[] {
  const types = selling?.selling.stock_types;
  return useMemo(() => types?.map(({ id, name }) => ({ id, name })) ?? [], [types]);
}
