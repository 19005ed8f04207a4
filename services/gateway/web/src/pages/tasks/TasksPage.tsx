import { Badge, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAddress } from "@/app/search";
import { ClosedTasks, LoadingTasks } from "@/pages/tasks/ClosedTasks";
import { OpenTasks } from "@/pages/tasks/OpenTasks";
import styles from "@/pages/tasks/Tasks.module.css";
import { useProperty } from "@/session/property";
import { MOST, openTasks, TASKS } from "@/tasks/openTasks";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";

/** What only a person can do, and what became of it. */
export function TasksPage() {
  const { t } = useTranslation(["tasks", "shell"]);
  const { id } = useProperty();
  const [{ tab }, change] = useAddress();
  const open = api.useQuery("get", TASKS, openTasks(id));
  const count = open.data?.tasks.length ?? 0;
  const shown = tab === "closed" ? "closed" : "open";

  return (
    <>
      <PageHead title={t("page.tasks", { ns: "shell" })} />
      <Tabs
        className={styles.tabs}
        value={shown}
        onChange={(to) => change({ tab: to === "closed" ? "closed" : undefined })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("tab.label")}>
          <Tabs.Tab
            value="open"
            rightSection={
              count > 0 && (
                <Badge color="orange" size="sm" circle={count < 10}>
                  {count < MOST ? count : "99+"}
                </Badge>
              )
            }
          >
            {t("tab.open")}
          </Tabs.Tab>
          <Tabs.Tab value="closed">{t("tab.closed")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="open" className={styles.panel}>
          {open.isPending && <LoadingTasks />}
          {open.isError && !open.data && (
            <ErrorState error={open.error} retry={() => void open.refetch()} />
          )}
          {open.data && <OpenTasks tasks={open.data.tasks} more={!!open.data.next} />}
        </Tabs.Panel>
        <Tabs.Panel value="closed" className={styles.panel}>
          <ClosedTasks />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
