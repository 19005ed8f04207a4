import type { Task } from "@/tasks/openTasks";

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
