import { useCallback, useEffect, useState } from "react";
import { type Booked, book, type Price, priceOf, Refused } from "./api";
import { Sum } from "./Bar";
import { cartOf, totalOf } from "./choice";
import { sent } from "./contact";
import { dropKey, forget, keyOf } from "./draft";
import { Lines } from "./Lines";
import { type Refusal, RefusalNote } from "./Refusal";
import { refusalOf } from "./refusals";
import { useWords } from "./speaking";
import { TermsOf } from "./TermsOf";
import type { Booking } from "./useBooking";

interface Props {
  booking: Booking;
  onRefused(refusal: Refusal | null): void;
  onBooked(booked: Booked): void;
}

/** The bill as the hut says it, its terms, and sending. What is refused leads back to its step. */
export function CheckStep({ booking, onRefused, onBooked }: Props) {
  const words = useWords();
  const { t } = words;
  const { hut, choice, contact } = booking;
  const [price, setPrice] = useState<Price | null>(null);
  const [here, setHere] = useState<Refusal | null>(null);
  const [accepted, setAccepted] = useState<number | null>(null);
  const [first, setFirst] = useState(false);
  const [sending, setSending] = useState(false);
  const expected = price?.total ?? totalOf(hut, choice);
  const missing = hut.terms_version != null && accepted !== hut.terms_version;

  const refused = useCallback(
    async (error: unknown) => {
      const { refusal, step } = refusalOf(error, words, hut);
      if (error instanceof Refused) await booking.renew(true);
      if (step === "check") {
        setHere(refusal);
        return;
      }
      onRefused(refusal);
      booking.goTo(step);
    },
    [words, hut, booking, onRefused],
  );

  const ask = useCallback(async () => {
    try {
      const { price } = await priceOf(hut.property_id, cartOf(hut, choice));
      setPrice(price);
      if (price.total !== totalOf(hut, choice)) await booking.renew(true);
    } catch (error) {
      await refused(error);
    }
  }, [hut, choice, booking, refused]);

  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (asked) return;
    setAsked(true);
    void ask();
  }, [asked, ask]);

  async function send() {
    if (missing) {
      setFirst(true);
      document.querySelector<HTMLElement>("#terms")?.focus();
      return;
    }
    setSending(true);
    setHere(null);
    const body = {
      cart: cartOf(hut, choice),
      contact: sent(contact),
      language: hut.language,
      wish: "pre_booking" as const,
      terms: hut.terms_version == null ? [] : [{ version: hut.terms_version }],
      expected_total: expected,
    };
    try {
      const booked = await book(hut.property_id, body, keyOf(body));
      forget(hut.property_id);
      if (booked.url) location.assign(`${new URL(booked.url).pathname}?lang=${hut.language}`);
      else onBooked(booked);
    } catch (error) {
      setSending(false);
      // What was refused may be asked for again; what may have gone through is a retry.
      if (error instanceof Refused && error.problem.status < 500) dropKey();
      if (error instanceof Refused && error.reason === "price_changed") {
        const before = words.money(expected);
        const fresh = await priceOf(hut.property_id, cartOf(hut, choice)).catch(() => null);
        if (fresh) {
          setPrice(fresh.price);
          const now = words.money(fresh.price.total);
          setHere({ title: t("refused.price", { now, before }) });
          return;
        }
      }
      await refused(error);
    }
  }

  return (
    <>
      <Lines booking={booking} price={price} />
      {hut.terms_version != null && (
        <TermsOf
          hut={hut}
          accepted={accepted === hut.terms_version}
          wrong={first && missing ? t(accepted === null ? "terms.first" : "terms.changed") : ""}
          onAccept={(yes) => setAccepted(yes ? (hut.terms_version ?? null) : null)}
        />
      )}
      <p className="soft">{t("due", { count: hut.option_days })}</p>
      {here && <RefusalNote refusal={here} hut={hut} />}
      <div className="bar">
        <Sum booking={booking} total={expected} />
        <p className="hint" role="status">
          {sending ? t("sending") : ""}
        </p>
        <button type="button" className="strong" disabled={sending} onClick={() => void send()}>
          {t("send")}
        </button>
      </div>
    </>
  );
}
