import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "@/pages/figures/saying";
import { When } from "@/pages/orders/When";
import { useProperty } from "@/session/property";
import { Money } from "@/ui/Money";
import type { Sale } from "./filters";
import styles from "./SalesList.module.css";
import { StateMark } from "./StateMark";

interface Row {
  id: string;
  sale: Sale;
  index: number;
  active: boolean;
  opened: boolean;
  news: boolean;
  open: () => void;
}

/** One stay of the list: a line on a desk, two lines on a phone. */
export const SaleRow = memo(Drawn, isSame);

function isSame({ open: _old, ...before }: Row, { open: _new, ...now }: Row): boolean {
  return Object.entries(now).every(
    ([name, value]) => before[name as keyof typeof before] === value,
  );
}

function Drawn({ id, sale, index, active, opened, news, open }: Row) {
  const { id: property } = useProperty();
  const { t } = useTranslation("sales");
  const choose = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  const address = `/p/${encodeURIComponent(property)}/sales?stay=${sale.order_id}`;
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={opened}
      className={`${styles.row} ${styles.sale} ${news ? "news" : ""}`}
      data-active={active || undefined}
      onClick={choose}
    >
      <td className={styles.reference}>
        <a href={address} tabIndex={-1}>
          {sale.reference}
        </a>
      </td>
      <td className={styles.state}>
        <StateMark state={sale.state} />
      </td>
      <td className={styles.guest}>{sale.guest}</td>
      <td className={styles.phone}>{sale.phone}</td>
      <td className={styles.nights}>
        <Nights first={sale.first_night} last={sale.last_night} />
      </td>
      <td className={styles.persons}>
        <span aria-hidden="true">{sale.persons}</span>
        <span className="unseen">{t("persons", { count: sale.persons })}</span>
      </td>
      <td className={styles.booked}>
        <When at={sale.booked_at} />
      </td>
      <td className={styles.total} data-over={sale.ended_at ? true : undefined}>
        <Money {...sale.total} />
      </td>
    </tr>
  );
}

/** "3 juil." or "3 juil. – 5 juil.": the nights that are slept, not the day of leaving. */
function Nights({ first, last }: { first: string; last: string }) {
  const say = useSay();
  const here = (day: string) => <time dateTime={day}>{say.shortDay(day)}</time>;
  if (first === last) return here(first);
  return (
    <>
      {here(first)} – {here(last)}
    </>
  );
}
