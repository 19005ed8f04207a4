import { useTranslation } from "react-i18next";
import { i18n } from "@/i18n";
import { doKeys, reasonKey, whatKeys } from "@/pages/tasks/task";
import type { Task } from "@/tasks/openTasks";

const said = (key: string, ns: "tasks" | "states") => i18n.exists(key, { ns });

/** A task in plain words: what kind it is, what happened, what to do now. */
export function useTaskWords(task: Task): { kind: string; what: string; todo: string } {
  const { t } = useTranslation(["tasks", "states"]);
  const reason = reasonKey(task);
  const known = reason !== null && said(reason, "states");
  const why = known ? t(reason as "refusal.order_over", { ns: "states" }) : task.problem;
  const first = (keys: string[]) => keys.find((key) => said(key, "tasks"));
  const values = { reason: why, problem: task.problem };
  const what = first(whatKeys(task)) ?? "what.other";
  const todo = first(doKeys(task));
  return {
    kind: t(`task.${task.kind}`, { ns: "states" }),
    what: t(what as "what.other", values),
    todo: todo ? t(todo as "do.order_missing") : "",
  };
}
