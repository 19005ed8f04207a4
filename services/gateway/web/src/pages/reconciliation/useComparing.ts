import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, client } from "@/api/client";
import { DAY, DAYS } from "@/pages/reconciliation/day";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

const LOOK = 3000;
const PATIENCE = 60_000;

/** A reconciled day, and comparing it now; `going` while its result has not come. */
export function useComparing(day: string) {
  const { id } = useProperty();
  const queries = useQueryClient();
  const [going, setGoing] = useState<{ formerly: string | undefined; over: boolean } | null>(null);
  const params = { path: { property: id, day } };
  const looking = going !== null && !going.over;
  const read = api.useQuery("get", DAY, { params }, { refetchInterval: looking ? LOOK : false });
  const came = going !== null && read.data && read.data.compared_at !== going.formerly;

  useEffect(() => {
    if (!looking) return;
    const giveUp = () => setGoing((now) => now && { ...now, over: true });
    const timer = setTimeout(giveUp, PATIENCE);
    return () => clearTimeout(timer);
  }, [looking]);

  const again = () => {
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === DAYS });
    void queries.invalidateQueries({ queryKey: ["get", DAY, { params }] });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the result has come
  useEffect(() => {
    if (!came) return;
    setGoing(null);
    again();
  }, [came]);

  const comparing = useWrite({
    send: async (_: undefined, header) => {
      const { data } = await client.POST(DAY, { params: { ...params, header } });
      return data;
    },
    onDone: (answer) => {
      if (answer && "compared_at" in answer) again();
      else setGoing({ formerly: read.data?.compared_at, over: false });
    },
  });
  const answer = comparing.data;
  const outcome = answer && "compared_at" in answer ? answer : null;
  return { read, comparing, outcome, going };
}
