import type { Schemas } from "@/api/client";
import type { paths } from "@/api/schema";
import { daysOf, PERIODS, type Period } from "@/pages/orders/filters";
import { localDay } from "@/ui/time";

export type Sale = Schemas["StayCard"];
export type SalesQuery = NonNullable<
  paths["/api/v1/properties/{property}/sales"]["get"]["parameters"]["query"]
>;
type Address = Record<string, string | undefined>;

export const STATES = [
  "option",
  "firm",
  "cancelled",
  "expired",
  "moved",
] as const satisfies readonly Sale["state"][];

/** Which stays are asked for (R39), as the address keeps it. Days are those of booking. */
export interface Filters {
  state: readonly Sale["state"][];
  period: Period | null;
  from: string;
  to: string;
  q: string;
}

/** What takes every filter out of the address. */
export const NO_FILTERS = {
  state: undefined,
  period: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
} as const;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The filters that an address names; what it names wrongly is left out. */
export function filtersOf(search: Address): Filters {
  const date = (text = "") => (DATE.test(text) ? text : "");
  const named = search.state?.split(",") ?? [];
  return {
    state: STATES.filter((state) => named.includes(state)),
    period: PERIODS.find((one) => one === search.period) ?? null,
    from: date(search.from),
    to: date(search.to),
    q: search.q?.slice(0, 100) ?? "",
  };
}

/** What the API is asked; a period that moves ends on `today`, the hut's own day. */
export function queryOf(filters: Filters, today: string): SalesQuery {
  const days = filters.period ? daysOf(filters.period, today) : filters;
  return {
    ...(filters.state.length ? { state: [...filters.state] } : {}),
    ...(filters.q.trim() ? { q: filters.q.trim() } : {}),
    ...(days.from ? { from: days.from } : {}),
    ...(days.to ? { to: days.to } : {}),
  };
}

export function isFiltered(query: SalesQuery): boolean {
  return Object.keys(query).length > 0;
}

/** The address of the file with the same stays as the list (R42). */
export function exportAddress(property: string, query: SalesQuery, format: string): string {
  const values = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) values.append(name, String(one));
  }
  return `/api/v1/properties/${encodeURIComponent(property)}/sales/export?${values}`;
}

/** Whether a stay is among those asked for; null where only the server can tell (a search). */
export function fits(sale: Sale, query: SalesQuery, timeZone: string): boolean | null {
  const day = localDay(sale.booked_at, timeZone);
  const without =
    (query.state && !query.state.includes(sale.state)) ||
    (query.from && day < query.from) ||
    (query.to && day > query.to);
  if (without) return false;
  return query.q ? null : true;
}
