import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Summary } from "@/pages/reconciliation/day";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { Result } from "@/pages/reconciliation/Result";
import { Side } from "@/pages/reconciliation/Side";
import { moveAmongRows } from "@/ui/rows";
import { plainDate } from "@/ui/time";

/** Days, newest first, with what each side says; a day opens beside. */
export function DaysTable(props: { days: readonly Summary[]; opened: string | undefined }) {
  const { t } = useTranslation("reconciliation");
  return (
    <section className={styles.scroll} aria-label={t("table")} onKeyDown={moveAmongRows}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("col.day")}</th>
            <th scope="col">{t("col.result")}</th>
            <th scope="col">{t("col.partner")}</th>
            <th scope="col">{t("col.ledger")}</th>
            <th scope="col">{t("col.folio")}</th>
            <th scope="col" className={styles.count}>
              {t("col.orders")}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.days.map((day) => (
            <DayRow key={day.day} day={day} chosen={day.day === props.opened} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DayRow({ day, chosen }: { day: Summary; chosen: boolean }) {
  const { t, i18n } = useTranslation("reconciliation");
  const search = (before: object) => ({ ...before, day: day.day });
  const shared = { ledger: day.ledger_total, currency: day.currency, silent: t("nothing_said") };
  return (
    <tr data-chosen={chosen} data-row-around>
      <th scope="row">
        <Link
          to="."
          search={search as never}
          resetScroll={false}
          className={styles.link}
          data-row
          aria-current={chosen || undefined}
        >
          {plainDate(day.day, i18n.language, true)}
        </Link>
      </th>
      <td>
        <Result count={day.mismatch_count} />
      </td>
      <td data-label={t("col.partner")}>
        <Side {...shared} amount={day.partner_total} silent={t("no_statement")} />
      </td>
      <td data-label={t("col.ledger")}>
        <Side {...shared} amount={day.ledger_total} />
      </td>
      <td data-label={t("col.folio")}>
        <Side {...shared} amount={day.folio_total} />
      </td>
      <td className={styles.count}>{day.orders}</td>
    </tr>
  );
}
