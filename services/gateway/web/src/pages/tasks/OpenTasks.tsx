import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLink } from "@/live/LiveProvider";
import { TaskCard } from "@/pages/tasks/TaskCard";
import styles from "@/pages/tasks/Tasks.module.css";
import { useMay } from "@/session/property";
import type { Task } from "@/tasks/openTasks";
import { EmptyState } from "@/ui/EmptyState";
import { moveAmongRows } from "@/ui/rows";

/** What waits for a person, newest first; `more`: there are older ones than are shown. */
export function OpenTasks({ tasks, more }: { tasks: readonly Task[]; more: boolean }) {
  const { t } = useTranslation("tasks");
  const { t: shell } = useTranslation("shell");
  const may = useMay("decide_charges");
  const lost = useLink().state === "lost";
  const list = useFocusKept(tasks);
  const [known] = useState(() => new Set(tasks.map(({ id }) => id)));

  if (tasks.length === 0) return <EmptyState title={t("empty.title")} why={t("empty.why")} />;
  return (
    <section
      className={styles.scroll}
      ref={list}
      aria-label={t("list.open")}
      onKeyDown={(event) => {
        markDone(event);
        moveAmongRows(event);
      }}
    >
      {lost && <p className={styles.hint}>{shell("link.lost_help")}</p>}
      {!may && <p className={styles.hint}>{t("may_not")}</p>}
      <ul className={styles.list}>
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} fresh={!known.has(task.id)} />
        ))}
      </ul>
      {more && <p className={styles.hint}>{t("list.most", { count: tasks.length })}</p>}
    </section>
  );
}

/** `d` on a task says that it is done. */
function markDone(event: KeyboardEvent<HTMLElement>): void {
  const { target } = event;
  if (event.key !== "d" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof HTMLElement) || target.matches("input, textarea")) return;
  const done = target.closest("[data-task]")?.querySelector<HTMLElement>("[data-done]");
  if (!done) return;
  event.preventDefault();
  done.click();
}

/** When the task that had the focus has gone, the one that took its place has it. */
function useFocusKept(tasks: readonly Task[]) {
  const list = useRef<HTMLElement>(null);
  const at = useRef(-1);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const remember = () => {
      const around = document.activeElement?.closest("[data-task]");
      at.current = around ? [...element.querySelectorAll("[data-task]")].indexOf(around) : -1;
    };
    element.addEventListener("focusin", remember);
    return () => element.removeEventListener("focusin", remember);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever the list changes
  useEffect(() => {
    if (at.current < 0 || document.activeElement !== document.body) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    rows[Math.min(at.current, rows.length - 1)]?.focus();
  }, [tasks]);

  return list;
}
