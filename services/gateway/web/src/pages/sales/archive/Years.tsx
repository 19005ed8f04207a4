import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import { Money } from "@/ui/Money";
import sales from "../sales.module.css";
import { PARTS } from "../Totals";
import styles from "./Archive.module.css";
import { daysOfMonth, daysOfYear, type SalesTotals, type YearTotals } from "./months";
import { monthNamed } from "./naming";

/** A row for each year and below it its months; each leads to what was booked in it. */
export function Years({ totals }: { totals: SalesTotals }) {
  const { t } = useTranslation("sales");
  return (
    <section className={styles.box} aria-labelledby="months">
      <h2 id="months" className={styles.title}>
        {t("archive.months")}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-labelledby="months">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("archive.column.month")}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col">
                  {t(`total.${part}`)}
                </th>
              ))}
            </tr>
          </thead>
          {totals.years.map((year) => (
            <Year key={year.year} year={year} currency={totals.currency} />
          ))}
        </table>
      </section>
    </section>
  );
}

function Year({ year, currency }: { year: YearTotals; currency: string }) {
  const { i18n } = useTranslation();
  return (
    <tbody>
      <tr className={styles.year}>
        <th scope="rowgroup">
          <Booked days={daysOfYear(year.year)}>{String(year.year)}</Booked>
        </th>
        <Sums sums={year} currency={currency} />
      </tr>
      {year.months.toReversed().map((month) => (
        <tr key={month.month}>
          <th scope="row">
            <Booked days={daysOfMonth(month.month)}>
              {monthNamed(month.month, i18n.language)}
            </Booked>
          </th>
          <Sums sums={month} currency={currency} />
        </tr>
      ))}
    </tbody>
  );
}

function Booked(props: { days: { from: string; to: string }; children: string }) {
  const { id: property } = useProperty();
  return (
    <Link to="/p/$property/sales" params={{ property }} search={props.days}>
      {props.children}
    </Link>
  );
}

function Sums({
  sums,
  currency,
}: {
  sums: Pick<YearTotals, (typeof PARTS)[number]>;
  currency: string;
}) {
  const { t } = useTranslation("sales");
  return PARTS.map((part) => (
    <td key={part} data-zero={sums[part].count === 0 || undefined}>
      <Money amount={sums[part].total} currency={currency} />
      <span className={sales.soft}>{t("stays", { count: sums[part].count })}</span>
    </td>
  ));
}
