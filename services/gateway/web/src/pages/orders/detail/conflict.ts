import type { Schemas } from "@/api/client";

type Detail = Pick<Schemas["OrderDetail"], "status" | "room" | "total_due" | "total" | "claims">;

/** What a form depends on, as it was when the form was opened. */
export interface Basis {
  status: Detail["status"];
  room: string;
  total: Pick<Detail, "total_due" | "total">;
  claims: number;
}

export type Difference = {
  [Field in keyof Basis]: { field: Field; before: Basis[Field]; now: Basis[Field] };
}[keyof Basis];

export function basisOf(detail: Detail): Basis {
  const { status, room, total_due, total } = detail;
  return { status, room, total: { total_due, total }, claims: detail.claims.length };
}

/** In what an order differs from how it was: what a person who writes about it must know. */
export function differences(before: Basis, now: Basis): Difference[] {
  const fields = Object.keys(before) as (keyof Basis)[];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, before: before[field], now: now[field] }) as Difference);
}
