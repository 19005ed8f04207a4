import { api } from "@/api/client";
import { nowThere } from "@/api/time";
import { useBoard } from "@/live/LiveProvider";
import { onBoard } from "@/live/staying";
import type { MyProperty } from "@/session/me";
import { openTasks, TASKS } from "@/tasks/openTasks";

/** How many tasks only a person can do. */
export function useTasksWaiting({ id }: MyProperty): number {
  return api.useQuery("get", TASKS, openTasks(id)).data?.tasks.length ?? 0;
}

/** How many couriers wait for an answer. */
export function useCouriersWaiting(): number {
  const board = useBoard();
  if (!board) return 0;
  const now = nowThere();
  return [...board.values()].filter((card) => card.chat.unanswered && onBoard(card, now)).length;
}
