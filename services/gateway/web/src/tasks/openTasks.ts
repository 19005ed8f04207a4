import type { Schemas } from "@/api/client";

export type Task = Schemas["TaskAnswer"];

export const TASKS = "/api/v1/properties/{property}/tasks";
/** So many open tasks are read; the rail counts the same list. */
export const MOST = 100;

/** What the list of open tasks is asked with, and known by. */
export function openTasks(property: string) {
  return {
    params: { path: { property }, query: { open: "true", limit: MOST } },
  } as const;
}

/** The open tasks without one that was just answered. */
export function without(page: Schemas["TaskPage"], id: string): Schemas["TaskPage"] {
  return { ...page, tasks: page.tasks.filter((task) => task.id !== id) };
}

/** An answered task leaves the list at once, and comes back if the answer is refused. */
export function answered(property: string, task: Task) {
  return {
    key: ["get", TASKS, openTasks(property)],
    as: (page: Schemas["TaskPage"]) => without(page, task.id),
  };
}
