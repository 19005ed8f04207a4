import type { InfiniteData } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import type { Card } from "@/live/stream";

type Page = Schemas["OrderPage"];
export type Listing = InfiniteData<Page, unknown>;

/**
 * A list, newest first, with an order as it is now: changed where it stands, put where it belongs,
 * or taken out when it is not asked for any more (`fits`). An order older than all that was read
 * waits for its page.
 */
export function withNews(listing: Listing, card: Card, fits: boolean): Listing {
  for (const [at, page] of listing.pages.entries()) {
    const row = page.orders.findIndex((order) => order.order_id === card.order_id);
    const known = page.orders[row];
    if (!known) continue;
    if (known.revision >= card.revision) return listing;
    const orders = fits ? page.orders.with(row, card) : page.orders.toSpliced(row, 1);
    return withPage(listing, at, { ...page, orders });
  }
  return fits ? withNew(listing, card) : listing;
}

function withNew(listing: Listing, card: Card): Listing {
  for (const [at, page] of listing.pages.entries()) {
    const row = page.orders.findIndex((order) => isOlder(order, card));
    if (row >= 0) {
      return withPage(listing, at, { ...page, orders: page.orders.toSpliced(row, 0, card) });
    }
  }
  const last = listing.pages.at(-1);
  if (!last || last.next) return listing;
  return withPage(listing, listing.pages.length - 1, { ...last, orders: [...last.orders, card] });
}

function isOlder(order: Card, than: Card): boolean {
  if (order.placed_at !== than.placed_at) return order.placed_at < than.placed_at;
  return order.order_id < than.order_id;
}

function withPage(listing: Listing, at: number, page: Page): Listing {
  return { ...listing, pages: listing.pages.with(at, page) };
}

/** The orders of all pages, each once: a page may bring again what moved down meanwhile. */
export function rowsOf(listing: Listing | undefined): Card[] {
  const rows = new Map<string, Card>();
  for (const page of listing?.pages ?? []) {
    for (const order of page.orders) if (!rows.has(order.order_id)) rows.set(order.order_id, order);
  }
  return [...rows.values()];
}
