import { useRef, useState } from "react";
import { api, client, type Schemas } from "@/api/client";
import type { Problem } from "@/api/problem";
import { NIGHT } from "@/live/keeping";
import { type Adjusting, shownAdjusted } from "@/pages/planning/adjusting";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

/** What a change would undercut, and the two answers to it. */
export interface UndercutAsked {
  nights: readonly Schemas["ShortNight"][];
  busy: boolean;
  insist: () => void;
  leave: () => void;
}

/** Whether it was refused for what is sold; it is made all the same where one insists. */
export function undercuts({ fields }: Problem): boolean {
  return fields.some(({ field }) => field === "undercut");
}

/** Changes of a stock type's places on a night, each at once, and the last of them taken back. */
export function useAdjusting(
  night: string,
  type: Schemas["StockType"],
  stock: Schemas["StockShown"],
) {
  const { id: property } = useProperty();
  const presses = useRef(0);
  const [before, setBefore] = useState<number | null>(null);
  const [refused, setRefused] = useState<{ change: Adjusting; problem: Problem } | null>(null);
  const path = { property, night };
  const write = useWrite({
    send: ({ press: _, ...change }: Adjusting, header) =>
      client.PUT("/api/v1/properties/{property}/planning/{night}/{stock_type}", {
        params: { path: { ...path, stock_type: type.id }, header },
        body: { undercut: false, ...change },
      }),
    shown: {
      key: api.queryOptions("get", NIGHT, { params: { path } }).queryKey,
      as: (known: Schemas["PlanningDay"], change) =>
        shownAdjusted(known, type.id, type.whole_from != null, change),
    },
    saidHere: undercuts,
  });
  const make = (change: Omit<Adjusting, "press">, undo: number | null) => {
    presses.current += 1;
    const said = { ...change, press: presses.current };
    write.mutate(said, {
      onSuccess: () => {
        setRefused(null);
        setBefore(undo);
      },
      onError: (error) => {
        const problem = error as unknown as Problem;
        if (undercuts(problem)) setRefused({ change: said, problem });
      },
    });
  };
  const asked: UndercutAsked | null = refused && {
    nights: refused.problem.more.nights ?? [],
    busy: write.isPending,
    insist: () => make({ ...withoutPress(refused.change), undercut: true }, stock.places),
    leave: () => setRefused(null),
  };
  return {
    by: (count: number) => make({ by: count }, stock.places),
    to: (places: number) => make({ to: places }, stock.places),
    /** How many places there were before the last change; null where there is none to take back. */
    before,
    undo: () => before !== null && make({ to: before }, null),
    refused: asked,
  };
}

function withoutPress({ press: _, ...change }: Adjusting): Omit<Adjusting, "press"> {
  return change;
}
