import { api, client, type Schemas } from "@/api/client";
import { useWrite } from "@/ui/write";

export type Key = Schemas["KeyAnswer"];

const KEYS = "/api/v1/properties/{property}/keys";
const KEY = "/api/v1/properties/{property}/keys/{key}";

const asked = (property: string) => ({ params: { path: { property } } });

export function useKeys(property: string) {
  return api.useQuery("get", KEYS, asked(property));
}

function keysKey(property: string) {
  return api.queryOptions("get", KEYS, asked(property)).queryKey;
}

/** The answer has the key itself, this once. */
export function useMakeKey(property: string) {
  return useWrite({
    send: async (body: Schemas["KeyBody"], header) => {
      const params = { path: { property }, header };
      return (await client.POST(KEYS, { params, body })).data as Schemas["NewKeyAnswer"];
    },
    shown: { key: keysKey(property), as: (known: never) => known },
  });
}

export function useRemoveKey(property: string, then: () => void) {
  return useWrite({
    send: async (key: string, header) => {
      await client.DELETE(KEY, { params: { path: { property, key }, header } });
    },
    shown: {
      key: keysKey(property),
      as: (known: Schemas["Keys"], key) => ({
        keys: known.keys.filter((one) => one.key_id !== key),
      }),
    },
    onDone: then,
  });
}
