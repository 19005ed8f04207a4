import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import styles from "@/pages/tasks/Tasks.module.css";
import type { Task } from "@/tasks/openTasks";

/** Whom a task is about; opens the order beside the list where there is one. */
export function TaskAbout({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const { order } = task;
  if (!order) {
    return <span className={styles.about}>{t(task.order_id ? "unknown_order" : "no_order")}</span>;
  }
  const search = (before: object) => ({ ...before, order: order.order_id });
  return (
    <Link to="." search={search as never} resetScroll={false} className={styles.about} data-row>
      <strong>{t("room", { room: task.room ?? order.room })}</strong>
      {` · ${task.guest ?? order.guest} · `}
      <span className={styles.reference}>{order.reference}</span>
    </Link>
  );
}
