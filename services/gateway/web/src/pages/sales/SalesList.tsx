import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useRowHeight, useSamePlace } from "@/pages/orders/samePlace";
import { SaleRow } from "./SaleRow";
import styles from "./SalesList.module.css";
import type { useSales } from "./useSales";

// So many rows are read ahead of what is seen.
const AHEAD = 300;
const COLUMNS = [
  "reference",
  "state",
  "guest",
  "phone",
  "nights",
  "persons",
  "booked",
  "total",
] as const;

/** A grid of stays: only the rows in sight are drawn, arrows go through them, Enter opens one. */
export function SalesList({ sales }: { sales: ReturnType<typeof useSales> }) {
  const { t } = useTranslation("sales");
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = sales;
  const [{ stay: opened }, change] = useAddress();
  const [active, setActive] = useState<string | null>(opened ?? null);
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const id = useId();
  const height = useRowHeight();
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (at) => rows[at]?.order_id ?? at,
    overscan: 14,
    scrollPaddingStart: 40,
  });
  useEffect(() => {
    if (height) list.measure();
  }, [list, height]);
  useSamePlace(scroller, rows, height);
  useEffect(() => {
    if (opened) setActive(opened);
  }, [opened]);

  const drawn = list.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last + AHEAD > rows.length && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const open = (stay: string, replace = false) => {
    setActive(stay);
    change({ stay }, replace);
  };
  const go = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    list.scrollToIndex(rows.indexOf(row));
    if (opened) open(row.order_id, true);
    else setActive(row.order_id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = rows.findIndex((row) => row.order_id === active);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const steps: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) go(to);
    else if (event.key === "Enter" && active) open(active);
    else return;
    event.preventDefault();
  };
  const activeDrawn = drawn.some((item) => item.key === active);

  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        ref={grid}
        className={styles.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows go through it
        role="grid"
        tabIndex={0}
        aria-label={t("list")}
        aria-rowcount={hasNextPage ? -1 : rows.length + 1}
        aria-activedescendant={activeDrawn ? `${id}-${active}` : undefined}
        onFocus={() => setActive((now) => now ?? rows[0]?.order_id ?? null)}
        onKeyDown={onKeyDown}
      >
        <thead className={styles.heads}>
          <tr aria-rowindex={1} className={styles.row}>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={styles[column]}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          className={styles.rows}
          // Rows follow each other, and one number puts them all in their place.
          style={{ height: list.getTotalSize(), paddingTop: drawn[0]?.start ?? 0 }}
        >
          {drawn.map(({ index, key }) => {
            const sale = rows[index];
            if (!sale) return null;
            return (
              <SaleRow
                key={key}
                id={`${id}-${sale.order_id}`}
                sale={sale}
                index={index}
                active={sale.order_id === active}
                opened={sale.order_id === opened}
                news={sales.isNews(sale)}
                open={() => {
                  grid.current?.focus({ preventScroll: true });
                  open(sale.order_id, opened !== undefined);
                }}
              />
            );
          })}
        </tbody>
      </table>
      {hasNextPage && <p className={styles.more}>{t("reading")}</p>}
    </div>
  );
}
