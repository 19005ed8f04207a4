import { useInfiniteQuery } from "@tanstack/react-query";
import { client, type Schemas } from "@/api/client";
import { TASKS } from "@/tasks/openTasks";

const query = { open: "false", limit: 50 } as const;

/** What was done or has become needless, newest first, a page after the other. */
export function useClosedTasks(property: string) {
  const path = { property };
  return useInfiniteQuery({
    queryKey: ["get", TASKS, { params: { path, query } }],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const params = { path, query: cursor ? { ...query, cursor } : query };
      return (await client.GET(TASKS, { params, signal })).data as Schemas["TaskPage"];
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}
