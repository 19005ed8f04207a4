import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useBoard } from "@/live/LiveProvider";
import styles from "@/pages/activity/NowStrip.module.css";
import { useProperty } from "@/session/property";
import { MOST, openTasks, TASKS } from "@/tasks/openTasks";

/** How things stand now, each a way to where one does something about it. */
export function NowStrip() {
  const { t } = useTranslation("activity");
  const { id } = useProperty();
  const board = useBoard();
  const { data } = api.useQuery("get", TASKS, openTasks(id));
  const cards = board && [...board.values()];
  const count = (which: (card: NonNullable<typeof cards>[number]) => boolean) =>
    cards?.filter(which).length;

  return (
    <nav className={styles.strip} aria-label={t("now.label")}>
      <Stand name="running" to="live" count={count((card) => card.running)} />
      <Stand name="near" to="live" count={count((card) => card.stage === "near")} />
      <Stand name="unanswered" to="live" count={count((card) => card.chat.unanswered)} />
      <Stand name="tasks" to="tasks" count={data?.tasks.length} />
    </nav>
  );
}

function Stand(props: {
  name: "running" | "near" | "unanswered" | "tasks";
  to: "live" | "tasks";
  count: number | undefined;
}) {
  const { t } = useTranslation("activity");
  const { id } = useProperty();
  const { name, count } = props;
  const waits = name !== "running" && !!count;
  return (
    <Link
      to={`/p/$property/${props.to}`}
      params={{ property: id }}
      className={styles.stand}
      data-waits={waits}
    >
      <strong className="figures">{count === undefined ? "–" : countOf(count)}</strong>
      <span>{t(`now.${name}`, { count: count ?? 0 })}</span>
    </Link>
  );
}

function countOf(count: number): string {
  return count < MOST ? String(count) : "99+";
}
