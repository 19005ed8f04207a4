import type { InfiniteData } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import type { Sale } from "./filters";

type Page = Schemas["SalesPage"];
export type Listing = InfiniteData<Page, unknown>;

/**
 * The sales, the newest booking first, with a stay as it is now: changed where it stands, put where
 * it belongs, or taken out when it is not asked for any more (`fits`). One that was booked before
 * all that was read waits for its page.
 */
export function withNews(listing: Listing, sale: Sale, fits: boolean): Listing {
  for (const [at, page] of listing.pages.entries()) {
    const row = page.stays.findIndex((one) => one.order_id === sale.order_id);
    const known = page.stays[row];
    if (!known) continue;
    if (known.revision >= sale.revision) return listing;
    return withStays(listing, at, fits ? page.stays.with(row, sale) : page.stays.toSpliced(row, 1));
  }
  return fits ? withNew(listing, sale) : listing;
}

function withNew(listing: Listing, sale: Sale): Listing {
  for (const [at, page] of listing.pages.entries()) {
    const row = page.stays.findIndex((one) => isOlder(one, sale));
    if (row >= 0) return withStays(listing, at, page.stays.toSpliced(row, 0, sale));
  }
  const last = listing.pages.at(-1);
  if (!last || last.next) return listing;
  return withStays(listing, listing.pages.length - 1, [...last.stays, sale]);
}

function isOlder(one: Sale, than: Sale): boolean {
  if (one.booked_at !== than.booked_at) return one.booked_at < than.booked_at;
  return one.order_id < than.order_id;
}

function withStays(listing: Listing, at: number, stays: Sale[]): Listing {
  const page = listing.pages[at];
  return page ? { ...listing, pages: listing.pages.with(at, { ...page, stays }) } : listing;
}

/** The stays of all pages, each once: a page may bring again what moved down meanwhile. */
export function rowsOf(listing: Listing | undefined): Sale[] {
  const rows = new Map<string, Sale>();
  for (const page of listing?.pages ?? []) {
    for (const sale of page.stays) if (!rows.has(sale.order_id)) rows.set(sale.order_id, sale);
  }
  return [...rows.values()];
}
