import { useTranslation } from "react-i18next";
import type { Figures } from "./answers";
import styles from "./figures.module.css";
import { useSay } from "./saying";

/** Amounts in another currency than the property's: apart, and never summed with it. */
export function OtherCurrencies({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  const say = useSay();
  if (figures.totals.other_money.length === 0) return null;
  const rows = figures.days.flatMap(({ day, other_money }) =>
    other_money.map((amounts) => ({ day, ...amounts })),
  );
  return (
    <div className={styles.box}>
      <h2 id="other" className={styles.title}>
        {t("other")}
      </h2>
      <p className={styles.why}>{t("other.why", { currency: figures.currency })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-labelledby="other">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("column.day")}</th>
              <th scope="col">{t("column.refunded")}</th>
              <th scope="col">{t("column.revenue")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.day} ${row.currency}`}>
                <th scope="row">{say.day(row.day)}</th>
                <td>{say.amount(row.refunded, row.currency)}</td>
                <td>{say.amount(row.revenue, row.currency)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {figures.totals.other_money.map((total) => (
              <tr key={total.currency}>
                <th scope="row">{t("total")}</th>
                <td>{say.amount(total.refunded, total.currency)}</td>
                <td>{say.amount(total.revenue, total.currency)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
      </section>
    </div>
  );
}
