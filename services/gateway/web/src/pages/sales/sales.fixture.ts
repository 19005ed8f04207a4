import type { Sale } from "./filters";

/** A firm stay of two nights, for tests. */
export function saleOf(id: string, bookedAt: string, changes: Partial<Sale> = {}): Sale {
  return {
    order_id: id,
    reference: id.toUpperCase(),
    state: "firm",
    source: "desk",
    guest: "M. Martin Dupont",
    phone: "0101010101",
    mail: "martin.dupont@mail.example",
    first_night: "2027-07-01",
    last_night: "2027-07-02",
    persons: 2,
    total: { amount: 10_400, currency: "EUR" },
    booked_at: bookedAt,
    revision: 1,
    ...changes,
  };
}
