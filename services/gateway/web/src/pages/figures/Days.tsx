import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useMay, useProperty } from "@/session/property";
import type { DayFigures, Figures, Sums } from "./answers";
import styles from "./figures.module.css";
import { COLUMNS, type Column, measured, type Order, orderAsked, pressed, sorted } from "./rows";
import { type Say, useSay } from "./saying";

const FIGURES = COLUMNS.filter((column) => column !== "day");

/** A row for each day, and the whole period below; each head sorts, each day leads to its orders. */
export function Days({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  const [{ sort }] = useAddress();
  const order = orderAsked(sort);
  const say = useSay();
  return (
    <div className={styles.box}>
      <h2 id="days" className={styles.title}>
        {t("days")}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-labelledby="days">
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Head key={column} column={column} order={order} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(figures.days, order).map((row) => (
              <Row key={row.day} row={row} say={say} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("total")}</th>
              <Cells sums={figures.totals} say={say} />
            </tr>
          </tfoot>
        </table>
      </section>
    </div>
  );
}

function Head({ column, order }: { column: Column; order: Order }) {
  const { t } = useTranslation("figures");
  const [, change] = useAddress();
  const here = order.column === column;
  const Arrow = order.down ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={here ? (order.down ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        className={styles.sort}
        title={t(`column_help.${column}`)}
        onClick={() => change({ sort: pressed(order, column) }, true)}
      >
        {t(`column.${column}`)}
        <Arrow size={14} aria-hidden style={{ visibility: here ? "visible" : "hidden" }} />
      </button>
    </th>
  );
}

function Row({ row, say }: { row: DayFigures; say: Say }) {
  const { id: property } = useProperty();
  const linked = useMay("see_orders");
  const name = <time dateTime={row.day}>{say.day(row.day)}</time>;
  return (
    <tr data-quiet={row.orders.all === 0 || undefined}>
      <th scope="row">
        {linked ? (
          <Link
            to="/p/$property/orders"
            params={{ property }}
            search={{ from: row.day, to: row.day }}
            title={say.longDay(row.day)}
          >
            {name}
          </Link>
        ) : (
          name
        )}
      </th>
      <Cells sums={row} say={say} />
    </tr>
  );
}

function Cells({ sums, say }: { sums: Sums; say: Say }) {
  const { t } = useTranslation("figures");
  return FIGURES.map((column) => (
    <td key={column} data-zero={!measured(sums, column) || undefined}>
      {said(column, sums, say) ?? <span title={t("unmeasured")}>–</span>}
    </td>
  ));
}

function said(column: Exclude<Column, "day">, sums: Sums, say: Say): string | null {
  const value = measured(sums, column);
  if (value === undefined) return null;
  if (column === "ordered" || column === "refunded" || column === "revenue") {
    return say.amount(value, sums.money.currency);
  }
  if (column === "median" || column === "p90") return say.minutes(value);
  return column === "on_time" ? say.share(value) : say.count(value);
}
