import type { Schemas } from "@/api/client";

export type Task = Schemas["TaskAnswer"];

export const TASKS = "/api/v1/properties/{property}/tasks";
/** So many open tasks are read; the rail counts the same list. */
export const MOST = 100;

export function openTasks(property: string) {
  return {
    params: { path: { property }, query: { open: "true", limit: MOST } },
  } as const;
}

/** The words that say what happened, the most exact first. */
export function whatKeys({ kind, problem }: Task): string[] {
  return [`what.${kind}.${problem}`, `what.${kind}`, "what.other"];
}

/** The words that say what to do now, the most exact first; some kinds have none. */
export function doKeys({ kind, problem }: Task): string[] {
  return [`do.${kind}.${problem}`, `do.${kind}`];
}

/** Where in `states` the task's problem has its words, for a sentence that says it. */
export function reasonKey({ kind, problem }: Task): string | null {
  if (kind === "order_refused") return `refusal.${problem}`;
  return kind === "contradiction" ? `contradiction.${problem}` : null;
}

/** The open tasks without one that was just answered. */
export function without(page: Schemas["TaskPage"], id: string): Schemas["TaskPage"] {
  return { ...page, tasks: page.tasks.filter((task) => task.id !== id) };
}
