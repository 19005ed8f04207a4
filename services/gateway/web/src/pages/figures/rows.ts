import type { DayFigures, Sums } from "./answers";

export const COLUMNS = [
  "day",
  "orders",
  "delivered",
  "stopped",
  "given_back",
  "ordered",
  "refunded",
  "revenue",
  "median",
  "p90",
  "on_time",
] as const;
export type Column = (typeof COLUMNS)[number];
export type Order = { column: Column; down: boolean };

/** Orders that ended without a meal. */
export function stoppedOf({ orders }: Sums): number {
  return orders.cancelled + orders.failed + orders.returned;
}

/** Orders of which money was given back. */
export function givenBackOf({ orders }: Sums): number {
  return orders.refunded + orders.partially_refunded;
}

/** Orders that brought a meal, whether money was given back of them or not. */
export function deliveredOf(sums: Sums): number {
  return sums.orders.delivered + givenBackOf(sums);
}

/** What a column shows of a day; nothing where nothing was measured. */
export function measured(row: Sums, column: Exclude<Column, "day">): number | undefined {
  const values: Record<Exclude<Column, "day">, number | undefined> = {
    orders: row.orders.all,
    delivered: deliveredOf(row),
    stopped: stoppedOf(row),
    given_back: givenBackOf(row),
    ordered: row.money.ordered,
    refunded: row.money.refunded,
    revenue: row.money.revenue,
    median: row.delivery.median ?? undefined,
    p90: row.delivery.p90 ?? undefined,
    on_time: row.on_time.first.share ?? undefined,
  };
  return values[column];
}

/** Days in an order; days without a value come last, whichever way. Equal ones stay by day. */
export function sorted(days: readonly DayFigures[], { column, down }: Order): DayFigures[] {
  const sign = down ? -1 : 1;
  return days.toSorted((one, other) => {
    if (column === "day") return sign * one.day.localeCompare(other.day);
    const [left, right] = [measured(one, column), measured(other, column)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * (left - right);
  });
}

/** An order as the address says it: `revenue`, `-revenue`; the newest day first unless said. */
export function orderAsked(text: string | undefined): Order {
  const column = COLUMNS.find((one) => one === text?.replace(/^-/, ""));
  if (!column) return { column: "day", down: true };
  return { column, down: text?.startsWith("-") ?? false };
}

/** The order after a press on a column's head: largest first, then smallest. */
export function pressed(now: Order, column: Column): string {
  const down = now.column === column ? !now.down : true;
  return `${down ? "-" : ""}${column}`;
}

/** How much more than before, as a share; null when there was nothing before. */
export function change(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / before;
}
