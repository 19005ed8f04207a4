import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { client, writing } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { Feed } from "@/live/feed";
import { MESSAGES } from "@/live/keeping";
import { onForgotten } from "@/session/device";

/** A message that a person sent and that the chat does not show yet, or that was refused. */
export interface Pending {
  /** The Idempotency-Key, the same for each try. */
  key: string;
  order: string;
  text: string;
  at: string;
  problem?: Problem;
  /** Its id in the chat, once the server has taken it. */
  messageId?: string;
}

// Outside of what is on the screen: closing the chat loses neither a message nor its refusal.
const feed = new Feed<readonly Pending[]>([]);
onForgotten(() => feed.set([]));

const change = (key: string, to: Partial<Pending>) =>
  feed.change((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));

export function forget(key: string): void {
  feed.change((all) => all.filter((one) => one.key !== key));
}

export function usePending(order: string): readonly Pending[] {
  return useSyncExternalStore(feed.subscribe, feed.get).filter((one) => one.order === order);
}

// Two presses so close to each other are one: a ready reply goes with each.
const TWICE = 1000;

/** Whether the same was said of the same order a moment ago. */
export function saidTwice(last: Pending | undefined, next: Pending): boolean {
  if (!last || last.order !== next.order || last.text !== next.text) return false;
  return Date.parse(next.at) - Date.parse(last.at) < TWICE;
}

let last: Pending | undefined;

/** Sends a message, shown at once; tries a refused one again under its key. */
export function useSend(property: string, order: string) {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: async ({ key, text }: Pending) => {
      const params = { path: { property, order }, header: writing(key) };
      const { data } = await client.POST(MESSAGES, { params, body: { text } });
      return data;
    },
    onSuccess: async (answer, { key }) => {
      // Passed on without an answer yet: it stands in the chat when the stream tells.
      if (answer && "message_id" in answer) change(key, { messageId: answer.message_id });
      await queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey[1] === MESSAGES && JSON.stringify(queryKey[2]).includes(order),
      });
      forget(key);
    },
    onError: (error, { key }) => change(key, { problem: asProblem(error) }),
  });
  return {
    send: (text: string) => {
      const at = new Date().toISOString();
      const one: Pending = { key: crypto.randomUUID(), order, text, at };
      if (saidTwice(last, one)) return;
      last = one;
      feed.change((all) => [...all, one]);
      mutate(one);
    },
    again: (one: Pending) => {
      change(one.key, { problem: undefined });
      mutate(one);
    },
  };
}
