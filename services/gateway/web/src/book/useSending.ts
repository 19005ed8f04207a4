// From what was chosen to a booking: the hut's own price, sending, and what a refusal leads to.
import { useCallback, useEffect, useRef, useState } from "react";
import { type Booking as Body, type Booked, book, type Price, priceOf, Refused } from "./api";
import { sent } from "./contact";
import { dropKey, forget, keyOf } from "./draft";
import type { Refusal } from "./Refusal";
import { refusalOf } from "./refusals";
import { useWords } from "./speaking";
import { type Leg, tourCart, tourTotal } from "./tour";
import type { Booking } from "./useBooking";

export type Wish = NonNullable<Body["wish"]>;
export type Means = NonNullable<Body["payment_means"]>;

export interface Sending {
  /** What the hut says, or what is to be expected until it has. */
  total: number;
  /** What is paid at once, where one books with payment; unknown until the hut has said so. */
  dueNow: number | null;
  sending: boolean;
  refusal: Refusal | null;
  send(wish: Wish, means?: Means): Promise<void>;
}

/** `onRefused` is told of what is mended at an earlier step. */
export function useSending(
  booking: Booking,
  legs: Leg[],
  onRefused: (refusal: Refusal) => void,
  onBooked: (booked: Booked) => void,
): Sending {
  const words = useWords();
  const { hut, contact, renew, goTo } = booking;
  const [price, setPrice] = useState<{ asked: string; price: Price } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  const cart = tourCart(legs);
  const wanted = JSON.stringify(cart);
  const expected = tourTotal(legs);
  const total = price?.asked === wanted ? price.price.total : expected;

  const refused = useCallback(
    async (error: unknown) => {
      const found = refusalOf(error, words, legs);
      if (error instanceof Refused) await renew(true);
      if (found.step === "check") {
        setRefusal(found.refusal);
        return;
      }
      onRefused(found.refusal);
      goTo(found.step);
    },
    [words, legs, renew, goTo, onRefused],
  );

  // The price is asked once for each cart; what it depends on is read where it is asked.
  const ask = useRef(async (_wanted: string) => {});
  ask.current = async (asked) => {
    try {
      const { price } = await priceOf(hut.property_id, cart);
      setPrice({ asked, price });
      if (price.total !== expected) await renew(true);
    } catch (error) {
      await refused(error);
    }
  };
  useEffect(() => void ask.current(wanted), [wanted]);

  async function send(wish: Wish, means?: Means) {
    setSending(true);
    setRefusal(null);
    const body: Body = {
      cart,
      contact: sent(contact),
      language: hut.language,
      wish,
      ...(wish === "booking" && means && { payment_means: means }),
      terms: legs.flatMap(({ hut: { property_id, terms_version: version } }) =>
        version == null ? [] : [{ property_id, version }],
      ),
      expected_total: total,
    };
    try {
      const booked = await book(hut.property_id, body, keyOf(body));
      dropKey();
      // What is not paid may be wanted again: the stay's own page forgets it once it is booked.
      if (booked.state !== "awaiting_payment") {
        for (const leg of legs) forget(leg.hut.property_id);
      }
      // What awaits payment goes on to where it is paid, by way of the stay's own page.
      const next = booked.state === "awaiting_payment" ? "&payment=start" : "";
      const query = `?lang=${hut.language}${next}`;
      if (booked.url) location.assign(`${new URL(booked.url).pathname}${query}`);
      else onBooked(booked);
    } catch (error) {
      setSending(false);
      // What was refused may be asked for again; what may have gone through is a retry.
      if (error instanceof Refused && error.problem.status < 500) dropKey();
      if (!(await repriced(error))) await refused(error);
    }
  }

  /** Another price is shown before it is sent. */
  async function repriced(error: unknown): Promise<boolean> {
    if (!(error instanceof Refused) || error.reason !== "price_changed") return false;
    const fresh = await priceOf(hut.property_id, cart).catch(() => null);
    if (fresh === null) return false;
    await renew(true);
    setPrice({ asked: wanted, price: fresh.price });
    const [now, before] = [fresh.price.total, total].map(words.money);
    setRefusal({ title: words.t("refused.price", { now: now ?? "", before: before ?? "" }) });
    return true;
  }

  const dueNow = price?.asked === wanted ? price.price.due_now : null;
  return { total, dueNow, sending, refusal, send };
}
