import { notifications } from "@mantine/notifications";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { writing } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useProblemText } from "@/ui/problems";

type Headers = ReturnType<typeof writing>;

interface Write<Said, Answer> {
  /** Sends it; `headers` carry the Idempotency-Key, the same when it is tried again. */
  send: (said: Said, headers: Headers) => Promise<Answer>;
  /** What is shown before the server answers: the known data under `key` with it done. */
  shown?: { key: QueryKey; as: (known: never, said: Said) => unknown };
  /** Said when it is done, for one that shows nothing by itself; not of one that was passed on. */
  done?: string;
  onDone?: (answer: Answer, said: Said) => void;
  /** Whether the page itself says that it was refused, and what may be done. */
  saidHere?: (problem: Problem) => boolean;
}

/** A file is known by what it is called; as JSON every file would be the same. */
export function named(_key: string, value: unknown): unknown {
  if (!(value instanceof File)) return value;
  return [value.name, value.size, value.lastModified];
}

/** Whether an answer says that the write was passed on (202): how it ended is not known yet. */
export function passedOn(answer: unknown): boolean {
  const { data } = (answer ?? {}) as { data?: unknown };
  return typeof data === "object" && data !== null && "request_id" in data;
}

/** What is said of a write that was not refused. */
export function ending(answer: unknown, done: string, notYet: string) {
  return passedOn(answer)
    ? { message: notYet, color: "blue", autoClose: 12_000 }
    : { message: done, color: "green" };
}

/**
 * One write by a person: shown at once where that can be, taken back visibly when it is refused.
 * A write whose answer was lost keeps its Idempotency-Key, so trying again does it once.
 */
export function useWrite<Said, Answer>(write: Write<Said, Answer>) {
  const queries = useQueryClient();
  const { t } = useTranslation("shell");
  const text = useProblemText();
  const key = useRef({ said: "", headers: writing() });

  const headersFor = (said: Said): Headers => {
    const same = JSON.stringify(said ?? null, named);
    if (key.current.said !== same) key.current = { said: same, headers: writing() };
    return key.current.headers;
  };

  return useMutation({
    mutationFn: (said: Said) => write.send(said, headersFor(said)),
    onMutate: async (said: Said) => {
      if (!write.shown) return undefined;
      const { key: shownKey, as } = write.shown;
      await queries.cancelQueries({ queryKey: shownKey });
      const before = queries.getQueryData(shownKey);
      queries.setQueryData(shownKey, (known: never) => (known ? as(known, said) : known));
      return { before };
    },
    onSuccess: (answer, said) => {
      key.current = { said: "", headers: writing() };
      if (write.done) notifications.show(ending(answer, write.done, t("write.passed_on")));
      write.onDone?.(answer, said);
    },
    onError: (error, _said, context) => {
      const problem = asProblem(error);
      if (!problem.passing) key.current = { said: "", headers: writing() };
      if (write.shown && context) queries.setQueryData(write.shown.key, context.before);
      if (write.saidHere?.(problem)) return;
      notifications.show({
        title: t("write.refused"),
        message: text(problem),
        color: "red",
        autoClose: 12_000,
      });
    },
    onSettled: async () => {
      if (write.shown) await queries.invalidateQueries({ queryKey: write.shown.key });
    },
  });
}
