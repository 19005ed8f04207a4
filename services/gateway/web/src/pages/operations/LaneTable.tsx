import { useTranslation } from "react-i18next";
import type { Flow } from "./answers";
import styles from "./lanes.module.css";
import { useSay } from "./saying";

/** The picture in words: each topic, who writes it, who reads it and what waits there. */
export function LaneTable({ flow }: { flow: Flow }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const rows = flow.topics.flatMap(({ topic, about }) => {
    const writers = flow.services.filter((one) => one.publishes.includes(topic));
    const from = writers.map((one) => one.service).join(", ");
    return flow.services.flatMap(({ service, consumes }) =>
      consumes
        .filter((one) => one.topic === topic)
        .map(({ lag, rate }) => ({ topic, about, from, service, lag, rate })),
    );
  });
  return (
    <details className={styles.details}>
      <summary>{t("table")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.tableScroll} tabIndex={0} aria-label={t("table")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("table.topic")}</th>
              <th scope="col">{t("table.from")}</th>
              <th scope="col">{t("table.to")}</th>
              <th scope="col">{t("lag")}</th>
              <th scope="col">{t("rate")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.topic} ${row.service}`}>
                <th scope="row" title={row.about}>
                  {row.topic}
                </th>
                <td>{row.from}</td>
                <td>{row.service}</td>
                <td>{say.count(row.lag)}</td>
                <td>{say.rate(row.rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
