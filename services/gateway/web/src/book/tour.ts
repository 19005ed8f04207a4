// A tour: what was chosen at other huts on this device, booked with this one, all or nothing (R06).
import { useEffect, useState } from "react";
import { type Cart, type Hut, readHut } from "./api";
import { type Choice, cartOf, isGroup, personsOf, stillOffered, totalOf } from "./choice";
import { keptElsewhere } from "./draft";

/** What is wanted at one hut. */
export interface Leg {
  hut: Hut;
  choice: Choice;
}

// Each of these asks the gateway once; a tour has no more.
const MOST_OTHERS = 5;

/** Those of the drafts that can be booked together with a hut, which sells in this currency. */
export function useElsewhere(hut: Hut): Leg[] {
  const [legs, setLegs] = useState<Leg[]>([]);
  const { property_id, language, currency } = hut;
  useEffect(() => {
    let gone = false;
    const today = new Date().toISOString().slice(0, 10);
    const kept = keptElsewhere(property_id, Date.now())
      .filter(({ choice }) => choice.arrival && choice.arrival >= today && personsOf(choice) > 0)
      .slice(0, MOST_OTHERS);
    const asked = kept.map(async ({ hut: id, choice }) => {
      const other = await readHut(id, language);
      return { hut: other, choice: stillOffered(other, choice) };
    });
    void Promise.allSettled(asked).then((found) => {
      if (gone) return;
      const there = found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      setLegs(there.filter((leg) => isBookable(leg) && leg.hut.currency === currency));
    });
    return () => {
      gone = true;
    };
  }, [property_id, language, currency]);
  return legs;
}

function isBookable({ hut, choice }: Leg): boolean {
  return hut.bookable && personsOf(choice) > 0 && !isGroup(hut, choice);
}

/** One cart for all of them, each line with its hut. */
export function tourCart(legs: Leg[]): Cart {
  const carts = legs.map(({ hut, choice }) => {
    const { nights, supplements } = cartOf(hut, choice);
    const here = { property_id: hut.property_id };
    return {
      nights: nights.map((line) => ({ ...line, ...here })),
      supplements: (supplements ?? []).map((line) => ({ ...line, ...here })),
    };
  });
  return {
    nights: carts.flatMap((cart) => cart.nights),
    supplements: carts.flatMap((cart) => cart.supplements),
  };
}

export function tourTotal(legs: Leg[]): number {
  return legs.reduce((sum, { hut, choice }) => sum + totalOf(hut, choice), 0);
}
