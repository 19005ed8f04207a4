import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import styles from "@/pages/orders/detail/OrderPanel.module.css";
import { useProperty } from "@/session/property";
import { ChargeActions } from "@/tasks/ChargeActions";
import { Money } from "@/ui/Money";

/** The open question about the charge, with what a person can decide. */
export function ChargeTask({ detail }: { detail: Detail }) {
  const { t } = useTranslation(["orders", "states"]);
  const { id: property } = useProperty();
  const { data } = api.useQuery(
    "get",
    "/api/v1/properties/{property}/tasks",
    { params: { path: { property }, query: { open: "true", limit: 100 } } },
    { enabled: detail.open_tasks > 0 },
  );
  const tasks = (data?.tasks ?? []).filter(
    (task) => task.order_id === detail.order_id && task.kind === "folio",
  );
  const { problem } = detail.folio;
  return tasks.map((task) => (
    <section key={task.id} className={styles.card} data-urgent>
      <h3>{t("charge.title")}</h3>
      <p className={styles.say}>
        {problem ? t(`folio_problem.${problem}`, { ns: "states" }) : task.detail}
        {task.amount && (
          <>
            {" · "}
            <Money {...task.amount} />
          </>
        )}
      </p>
      <ChargeActions task={task} />
    </section>
  ));
}
