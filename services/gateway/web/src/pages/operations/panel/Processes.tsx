import { useTranslation } from "react-i18next";
import type { Service } from "../answers";
import { StandingMark } from "../StandingMark";
import { useSay } from "../saying";
import styles from "./panel.module.css";

/** The processes of a service, what is wrong in each, and what of their effects waits. */
export function Processes({ service, now }: { service: Service; now: number }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const since = (at: string) => say.age(Math.max(0, now - Date.parse(at)) / 1000);
  if (service.processes.length === 0) return <p className={styles.soft}>{t("heard.never")}</p>;
  return (
    <section aria-label={t("processes")}>
      <ul className={styles.processes}>
        {service.processes.map((process) => (
          <li key={process.process}>
            <StandingMark state={process.state} />
            <code>{process.process}</code>
            <span className={styles.soft}>
              {t("process.facts", {
                partitions: process.partitions,
                started: since(process.started_at),
                heard: since(process.heard_at),
              })}
            </span>
            {process.wrong.map(({ condition, problem }) => (
              <strong key={condition} className={styles.wrong}>
                {condition}: {problem}
              </strong>
            ))}
          </li>
        ))}
      </ul>
      {service.effects.kinds.length > 0 && (
        <p className={styles.soft}>
          {service.effects.kinds
            .map(({ kind, waiting, running }) => t("effects.kind", { kind, waiting, running }))
            .join(" · ")}
        </p>
      )}
    </section>
  );
}
