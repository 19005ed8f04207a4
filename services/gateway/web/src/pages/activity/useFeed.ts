import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { client, type Schemas } from "@/api/client";
import { type Feed, withNewest, withOlder } from "@/pages/activity/feed";
import { useProperty } from "@/session/property";

const PATH = "/api/v1/properties/{property}/activity";
const PAGE = 60;

/**
 * The property's feed as far as it was read. The stream has its newest page read again at every
 * news (`live/keeping.ts` knows it by the path in its key); `older` reads on below.
 */
export function useFeed() {
  const { id } = useProperty();
  const queries = useQueryClient();
  const params = { path: { property: id } };
  const key = ["get", PATH, { params }, "joined"];
  const [failed, setFailed] = useState<unknown>(null);
  const reading = useRef(false);

  const feed = useQuery({
    queryKey: key,
    queryFn: async (): Promise<Feed> => {
      const page = await read(id);
      return withNewest(queries.getQueryData<Feed>(key), page);
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the property's
  const older = useCallback(async () => {
    const known = queries.getQueryData<Feed>(key);
    if (!known?.next || reading.current) return;
    reading.current = true;
    setFailed(null);
    try {
      const page = await read(id, known.next);
      queries.setQueryData<Feed>(key, (now) => now && withOlder(now, page));
    } catch (error) {
      setFailed(error);
    } finally {
      reading.current = false;
    }
  }, [id, queries]);

  return { feed, older, failed };
}

async function read(property: string, cursor?: string): Promise<Schemas["ActivityPage"]> {
  const query = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const { data } = await client.GET(PATH, { params: { path: { property }, query } });
  return data as Schemas["ActivityPage"];
}
