import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, client, type Schemas } from "@/api/client";
import type { Saved } from "@/pages/products/saving/saving";
import { useProperty } from "@/session/property";

export type Selling = Schemas["Selling"];
export type HutSheet = Schemas["HutSheet"];

const SELLING = "/api/v1/properties/{property}/selling";
const HUT = "/api/v1/properties/{property}/hut";

/** All that the hut sells, as it is now. */
export function useSelling() {
  const { id } = useProperty();
  return api.useQuery("get", SELLING, { params: { path: { property: id } } });
}

/** All that the hut says of itself, as it is now. */
export function useHut() {
  const { id } = useProperty();
  return api.useQuery("get", HUT, { params: { path: { property: id } } });
}

export async function readSelling(property: string): Promise<Schemas["SellingAnswer"]> {
  const { data } = await client.GET(SELLING, { params: { path: { property } } });
  return data as Schemas["SellingAnswer"];
}

export async function readHut(property: string): Promise<Schemas["HutAnswer"]> {
  const { data } = await client.GET(HUT, { params: { path: { property } } });
  return data as Schemas["HutAnswer"];
}

/** Passes an answer on, and has what was read of the hut read anew. */
export function useSaved() {
  const queries = useQueryClient();
  return useCallback(
    async <Answer extends { data?: unknown }>(asked: Promise<Answer>): Promise<Answer> => {
      const answer = await asked;
      if ((answer.data as Partial<Saved> | undefined)?.changed) {
        void queries.invalidateQueries({
          predicate: ({ queryKey }) =>
            [SELLING, HUT, "/api/v1/properties/{property}/readiness"].includes(String(queryKey[1])),
        });
      }
      return answer;
    },
    [queries],
  );
}
