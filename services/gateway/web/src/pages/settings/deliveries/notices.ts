import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { client, type Schemas } from "@/api/client";
import { useCardNews } from "@/live/LiveProvider";

export type Notice = Schemas["NoticeAnswer"];
export type NoticeState = Schemas["NoticeState"];
export type Channel = Schemas["Channel"];

export const STATES: readonly NoticeState[] = ["sent", "delivered", "failed", "held_back"];
const NOTICES = "/api/v1/properties/{property}/notices";
// News come in bursts: the log is read again once for a burst.
const BURST = 500;

export interface Filters {
  state: NoticeState[];
  channel: Channel[];
}

/** The values of a filter in the address: "mail,sms"; what is none is left out. */
export function chosen<Value extends string>(
  said: string | undefined,
  known: readonly Value[],
): Value[] {
  const asked = said?.split(",") ?? [];
  return known.filter((value) => asked.includes(value));
}

/** The delivery log, newest first; an order's news read it again. */
export function useNotices(property: string, filters: Filters) {
  const query = {
    ...(filters.state.length ? { state: filters.state } : {}),
    ...(filters.channel.length ? { channel: filters.channel } : {}),
  };
  const asked = { path: { property }, query };
  useReadAgain();
  return useInfiniteQuery({
    queryKey: ["get", NOTICES, { params: asked }],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const params = { path: asked.path, query: cursor ? { ...query, cursor } : query };
      return (await client.GET(NOTICES, { params, signal })).data as Schemas["NoticePage"];
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function useReadAgain(): void {
  const queries = useQueryClient();
  const waiting = useRef(0);
  useCardNews(() => {
    window.clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => {
      void queries.invalidateQueries({ queryKey: ["get", NOTICES] });
    }, BURST);
  });
  useEffect(() => () => window.clearTimeout(waiting.current), []);
}

export async function sendAgain(
  property: string,
  notice: Notice,
  header: { "Idempotency-Key": string },
) {
  const path = { property, order: notice.order_id, notice: notice.notice_id };
  return client.POST("/api/v1/properties/{property}/orders/{order}/notices/{notice}/resend", {
    params: { path, header },
  });
}
