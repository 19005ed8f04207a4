import { Button } from "@mantine/core";
import { IconArrowRight, IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { DoneAction } from "@/pages/tasks/DoneAction";
import { Since } from "@/pages/tasks/Since";
import { TaskAbout } from "@/pages/tasks/TaskAbout";
import { TaskMark } from "@/pages/tasks/TaskMark";
import styles from "@/pages/tasks/Tasks.module.css";
import { useTaskWords } from "@/pages/tasks/useTaskWords";
import { useMay, useProperty } from "@/session/property";
import { ChargeActions } from "@/tasks/ChargeActions";
import type { Task } from "@/tasks/openTasks";
import { Money } from "@/ui/Money";

/** What a person must do: about whom, what happened, what to do now, and how it ended. */
export function TaskCard({ task, fresh }: { task: Task; fresh: boolean }) {
  const [{ order }] = useAddress();
  const { t } = useTranslation("tasks");
  const words = useTaskWords(task);
  const heading = `task-${task.id}`;
  return (
    <li
      className={fresh ? `${styles.task} news` : styles.task}
      data-task
      data-row-around
      data-chosen={!!order && task.order_id === order}
      aria-labelledby={heading}
    >
      <TaskMark kind={task.kind} />
      <div className={styles.body}>
        <div className={styles.first}>
          <h2 id={heading} className={styles.kind} {...(task.order ? {} : rowItself)}>
            {words.kind}
          </h2>
          <Since at={task.since} />
        </div>
        <div className={styles.first}>
          <TaskAbout task={task} />
          {task.amount && (
            <strong className={styles.amount}>
              <Money {...task.amount} />
            </strong>
          )}
        </div>
        <p className={styles.what}>{words.what}</p>
        {words.todo && (
          <p className={styles.todo}>
            <IconArrowRight size={18} aria-hidden />
            {words.todo}
          </p>
        )}
        {task.detail && (
          <p className={styles.detail}>
            {t("detail")} <span lang="en">{task.detail}</span>
          </p>
        )}
        <Actions task={task} />
      </div>
    </li>
  );
}

// A task of no order has no link to go to: its title takes the focus of the arrows.
const rowItself = { "data-row": true, tabIndex: -1 };

function Actions({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const { id } = useProperty();
  const may = useMay("decide_charges");
  const connects = useMay("connect");
  if (task.kind === "pms_sign_in") {
    if (!connects) return null;
    return (
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconSettings size={18} aria-hidden />}
          component={Link}
          {...{ to: `/p/${id}/settings/integrations` }}
        >
          {t("act.settings")}
        </Button>
      </div>
    );
  }
  if (!may) return null;
  return (
    <div className={styles.actions}>
      {task.kind === "folio" ? <ChargeActions task={task} /> : <DoneAction task={task} />}
    </div>
  );
}
