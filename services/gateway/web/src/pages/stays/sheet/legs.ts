import type { Schemas } from "@/api/client";
import { cartOf, NOTHING_WANTED, type Wanted, wantedOf } from "@/pages/stays/sheet/cart";
import type { Line } from "@/pages/stays/stay";

/** What is wanted at one hut of the stay. */
export interface Leg {
  property: string;
  wanted: Wanted;
}

/** One cart for all huts, all of it or nothing; without anybody anywhere there is none. */
export function cartOfLegs(legs: readonly Leg[], here: string): Schemas["CartBody"] | null {
  const carts = legs.flatMap(({ property, wanted }) => {
    const cart = cartOf(wanted);
    return cart ? [at(property === here ? null : property, cart)] : [];
  });
  if (carts.length === 0) return null;
  return {
    nights: carts.flatMap((cart) => cart.nights),
    supplements: carts.flatMap((cart) => cart.supplements),
  };
}

function at(property_id: string | null, cart: Schemas["CartBody"]): Schemas["CartBody"] {
  if (property_id === null) return cart;
  return {
    nights: cart.nights.map((line) => ({ ...line, property_id })),
    supplements: cart.supplements.map((line) => ({ ...line, property_id })),
  };
}

/** What a stay has at each of its huts, to be changed from there. */
export function legsOf(shares: readonly { property: string; lines: readonly Line[] }[]): Leg[] {
  return shares.map(({ property, lines }) => ({ property, wanted: wantedOf(lines) }));
}

/** A walk goes on: the next hut is slept at on the night after the last one. */
export function legAfter(
  legs: readonly Leg[],
  property: string,
  next: (night: string) => string,
): Leg {
  const nights = legs.flatMap(({ wanted }) => wanted.nights).sort();
  const last = nights.at(-1);
  return { property, wanted: { ...NOTHING_WANTED, nights: last ? [next(last)] : [] } };
}
