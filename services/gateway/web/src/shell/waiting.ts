import { api } from "@/api/client";
import { nowThere } from "@/api/time";
import { useBoard } from "@/live/LiveProvider";
import { onBoard } from "@/live/staying";
import type { MyProperty } from "@/session/me";

const MOST = 100;

/** How much waits for a person behind a page: open tasks, couriers without an answer. */
export function useWaiting(page: string, property: MyProperty): number {
  const counted = page === "tasks";
  const tasks = api.useQuery(
    "get",
    "/api/v1/properties/{property}/tasks",
    { params: { path: { property: property.id }, query: { open: "true", limit: MOST } } },
    { enabled: counted },
  );
  const board = useBoard();
  if (counted) return tasks.data?.tasks.length ?? 0;
  if (page !== "live" || !board) return 0;
  const now = nowThere();
  return [...board.values()].filter((card) => card.chat.unanswered && onBoard(card, now)).length;
}
