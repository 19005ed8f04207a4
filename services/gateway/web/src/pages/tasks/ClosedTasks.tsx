import { Button, Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TaskAbout } from "@/pages/tasks/TaskAbout";
import { TaskMark } from "@/pages/tasks/TaskMark";
import styles from "@/pages/tasks/Tasks.module.css";
import { useClosedTasks } from "@/pages/tasks/useClosedTasks";
import { useTaskWords } from "@/pages/tasks/useTaskWords";
import { useProperty } from "@/session/property";
import type { Task } from "@/tasks/openTasks";
import { Clock } from "@/ui/Clock";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Money } from "@/ui/Money";
import { moveAmongRows } from "@/ui/rows";

/** What was done, or has become needless: who, when, how it ended. */
export function ClosedTasks() {
  const { t } = useTranslation(["tasks", "shell"]);
  const { id } = useProperty();
  const closed = useClosedTasks(id);
  if (closed.isPending) return <LoadingTasks />;
  if (!closed.data) return <ErrorState error={closed.error} retry={() => void closed.refetch()} />;
  const tasks = closed.data.pages.flatMap((page) => page.tasks);
  if (tasks.length === 0) {
    return <EmptyState title={t("closed.empty_title")} why={t("closed.empty_why")} />;
  }
  return (
    <section className={styles.scroll} aria-label={t("list.closed")} onKeyDown={moveAmongRows}>
      <ul className={styles.list}>
        {tasks.map((task) => (
          <ClosedTask key={task.id} task={task} />
        ))}
      </ul>
      {closed.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={closed.isFetchingNextPage}
          onClick={() => void closed.fetchNextPage()}
        >
          {t("older", { ns: "shell" })}
        </Button>
      )}
    </section>
  );
}

function ClosedTask({ task }: { task: Task }) {
  const { t } = useTranslation(["tasks", "states"]);
  const { kind } = useTaskWords(task);
  const end = task.end ? t(`end.${task.end}`, { ns: "states" }) : "";
  return (
    <li className={styles.closed} data-row-around>
      <TaskMark kind={task.kind} closed />
      <div className={styles.body}>
        <div className={styles.first}>
          <h2 className={styles.kind}>{kind}</h2>
          {task.ended_at && <Clock at={task.ended_at} dated />}
        </div>
        <div className={styles.first}>
          <TaskAbout task={task} />
          {task.amount && (
            <span className={styles.amount}>
              <Money {...task.amount} />
            </span>
          )}
        </div>
        <p className={styles.end}>
          {task.by ? t("ended.by", { end, name: task.by }) : end}
          {task.note && (
            <>
              {" · "}
              <q>{task.note}</q>
            </>
          )}
        </p>
      </div>
    </li>
  );
}

export function LoadingTasks() {
  const { t } = useTranslation("shell");
  return (
    <Stack className={styles.scroll} gap="sm" role="status" aria-label={t("loading")}>
      {[1, 2, 3].map((one) => (
        <Skeleton key={one} h={160} maw="60rem" radius="lg" />
      ))}
    </Stack>
  );
}
