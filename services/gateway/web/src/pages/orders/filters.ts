import type { paths } from "@/api/schema";
import type { Card } from "@/live/stream";
import { localDay } from "@/ui/time";

export type OrderQuery = NonNullable<
  paths["/api/v1/properties/{property}/orders"]["get"]["parameters"]["query"]
>;
type Address = Record<string, string | undefined>;

export const STATUSES = [
  "in_progress",
  "delivered",
  "partially_refunded",
  "refunded",
  "cancelled",
  "failed",
  "returned",
] as const satisfies readonly Card["status"][];
export const KINDS = [
  "delivery",
  "offer",
  "upgrade",
  "stay",
] as const satisfies readonly Card["kind"][];
export const PERIODS = ["today", "yesterday", "week", "month"] as const;
export type Period = (typeof PERIODS)[number];

/** Which orders are asked for (O12), as the address keeps it. Days are plain dates. */
export interface Filters {
  status: readonly Card["status"][];
  kind: readonly Card["kind"][];
  period: Period | null;
  from: string;
  to: string;
  room: string;
  task: boolean;
  q: string;
}

/** What takes every filter out of the address. */
export const NO_FILTERS = {
  status: undefined,
  kind: undefined,
  period: undefined,
  from: undefined,
  to: undefined,
  room: undefined,
  task: undefined,
  q: undefined,
} as const;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The filters that an address names; what it names wrongly is left out. */
export function filtersOf(search: Address): Filters {
  const date = (text = "") => (DATE.test(text) ? text : "");
  return {
    status: listed(search.status, STATUSES),
    kind: listed(search.kind, KINDS),
    period: PERIODS.find((one) => one === search.period) ?? null,
    from: date(search.from),
    to: date(search.to),
    room: search.room?.trim().slice(0, 20) ?? "",
    task: search.task === "yes",
    q: search.q?.slice(0, 100) ?? "",
  };
}

function listed<Value extends string>(text: string | undefined, all: readonly Value[]): Value[] {
  const named = text?.split(",") ?? [];
  return all.filter((value) => named.includes(value));
}

/** First and last day of a period that ends today (a plain date of the property). */
export function daysOf(period: Period, today: string): { from: string; to: string } {
  if (period === "today") return { from: today, to: today };
  if (period === "yesterday") return { from: dayBefore(today, 1), to: dayBefore(today, 1) };
  if (period === "week") return { from: dayBefore(today, 6), to: today };
  return { from: `${today.slice(0, 7)}-01`, to: today };
}

function dayBefore(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/** What the API is asked; a period's days are the property's own, on which orders were placed. */
export function queryOf(filters: Filters, today: string): OrderQuery {
  const days = filters.period ? daysOf(filters.period, today) : filters;
  return {
    ...(filters.status.length ? { status: [...filters.status] } : {}),
    ...(filters.kind.length ? { kind: [...filters.kind] } : {}),
    ...(filters.room ? { room: filters.room } : {}),
    ...(filters.task ? { has_task: "true" as const } : {}),
    ...(filters.q.trim() ? { q: filters.q.trim() } : {}),
    ...(days.from ? { from: days.from } : {}),
    ...(days.to ? { to: days.to } : {}),
  };
}

export function isFiltered(query: OrderQuery): boolean {
  return Object.keys(query).length > 0;
}

/** The address of the file with the same orders as the list. */
export function exportAddress(property: string, query: OrderQuery, format: string): string {
  const values = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) values.append(name, String(one));
  }
  return `/api/v1/properties/${encodeURIComponent(property)}/orders/export?${values}`;
}

/** Whether an order is among those asked for; null where only the server can tell (a search). */
export function fits(card: Card, query: OrderQuery, timeZone: string): boolean | null {
  const day = localDay(card.placed_at, timeZone);
  const without =
    (query.status && !query.status.includes(card.status)) ||
    (query.kind && !query.kind.includes(card.kind)) ||
    (query.room && query.room.toLowerCase() !== card.room.toLowerCase()) ||
    (query.has_task === "true" && card.open_tasks === 0) ||
    (query.from && day < query.from) ||
    (query.to && day > query.to);
  if (without) return false;
  return query.q ? null : true;
}
