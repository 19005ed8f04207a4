import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import styles from "@/pages/orders/OrderList.module.css";
import { OrderRow } from "@/pages/orders/OrderRow";
import { useRowHeight, useSamePlace } from "@/pages/orders/samePlace";
import type { useOrders } from "@/pages/orders/useOrders";

// So many rows are read ahead of what is seen.
const AHEAD = 300;
const COLUMNS = [
  "reference",
  "state",
  "room",
  "guest",
  "restaurant",
  "placed",
  "time",
  "collect",
  "folio",
  "marks",
] as const;
const UNSEEN = new Set<string>(["folio", "marks"]);

/** A grid of orders: only the rows in sight are drawn, arrows go through them, Enter opens one. */
export function OrderList({ orders }: { orders: ReturnType<typeof useOrders> }) {
  const { t } = useTranslation("orders");
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = orders;
  const [{ order: opened }, change] = useAddress();
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

  const open = (order: string, replace = false) => {
    setActive(order);
    change({ order }, replace);
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
        data-orders
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
                <span className={UNSEEN.has(column) ? "unseen" : undefined}>
                  {t(`column.${column}`)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          className={styles.rows}
          // Rows follow each other, and one number puts them all in their place: a row with a place
          // of its own shares its style with no other, and styling it anew is most of a scroll.
          style={{ height: list.getTotalSize(), paddingTop: drawn[0]?.start ?? 0 }}
        >
          {drawn.map(({ index, key }) => {
            const card = rows[index];
            if (!card) return null;
            return (
              <OrderRow
                key={key}
                id={`${id}-${card.order_id}`}
                card={card}
                index={index}
                active={card.order_id === active}
                opened={card.order_id === opened}
                news={orders.isNews(card)}
                open={() => {
                  grid.current?.focus({ preventScroll: true });
                  open(card.order_id, opened !== undefined);
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
