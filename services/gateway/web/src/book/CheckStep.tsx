import { useState } from "react";
import type { Booked } from "./api";
import { Sum } from "./Bar";
import { Lines } from "./Lines";
import { MeansChoice } from "./MeansChoice";
import { type Refusal, RefusalNote } from "./Refusal";
import { useWords } from "./speaking";
import { TermsOf } from "./TermsOf";
import { Tour } from "./Tour";
import { type Leg, useElsewhere } from "./tour";
import type { Booking } from "./useBooking";
import { type Means, useSending, type Wish } from "./useSending";

interface Props {
  booking: Booking;
  onRefused(refusal: Refusal | null): void;
  onBooked(booked: Booked): void;
}

/** The bill as the hut says it, the terms of each hut, and sending. */
export function CheckStep({ booking, onRefused, onBooked }: Props) {
  const { t, money } = useWords();
  const { hut, choice } = booking;
  const elsewhere = useElsewhere(hut);
  const [joined, setJoined] = useState<string[]>([]);
  const [accepted, setAccepted] = useState<Record<string, number>>({});
  const [tried, setTried] = useState(false);
  const [means, setMeans] = useState<Means | undefined>(hut.payment_means?.[0]);
  const here: Leg = { hut, choice };
  const legs = [here, ...elsewhere.filter((leg) => joined.includes(leg.hut.property_id))];
  const { total, dueNow, sending, refusal, send } = useSending(booking, legs, onRefused, onBooked);
  const withTerms = legs.filter((leg) => leg.hut.terms_version != null);
  const missing = withTerms.find(({ hut: one }) => accepted[one.property_id] !== one.terms_version)
    ?.hut.property_id;

  // Each hut is paid by itself: a tour is pre-booked (R56). Until the hut has said how much is due, a
  // payment is expected: a button that means something else a moment later would be pressed for what
  // it said before.
  const paid = legs.length === 1 && hut.ways.includes("booking") && dueNow !== 0;
  const preBooked = legs.length > 1 || hut.ways.includes("pre_booking") || !paid;
  const sum = dueNow === null ? "…" : money(dueNow);

  function sendIfAccepted(wish: Wish) {
    if (missing === undefined) return send(wish, means);
    setTried(true);
    document.getElementById(`terms-${missing}`)?.focus();
  }
  function accept(id: string, version: number | null | undefined, yes: boolean) {
    setAccepted(({ [id]: _, ...others }) =>
      yes && version ? { ...others, [id]: version } : others,
    );
  }

  return (
    <>
      {elsewhere.length > 0 && <Tour legs={elsewhere} joined={joined} onJoin={setJoined} />}
      <Lines legs={legs} total={total} />
      {withTerms.map(({ hut: one }) => {
        const id = one.property_id;
        const open = accepted[id] !== one.terms_version;
        const wrong = accepted[id] === undefined ? t("terms.first") : t("terms.changed");
        return (
          <TermsOf
            key={id}
            hut={one}
            accepted={!open}
            wrong={tried && open ? wrong : ""}
            onAccept={(yes) => accept(id, one.terms_version, yes)}
          />
        );
      })}
      {paid && <MeansChoice hut={hut} means={means} onChoose={setMeans} />}
      {paid && means && (
        <p className="soft">
          {means === "card_capture"
            ? t("card.hint", { amount: sum })
            : t("pay.hint", { amount: sum, provider: means === "paypal" ? "PayPal" : "Paybox" })}
        </p>
      )}
      {preBooked && (
        <p className="soft">
          {t("due", { count: Math.min(...legs.map((leg) => leg.hut.option_days)) })}
        </p>
      )}
      {paid && preBooked && (
        <button
          type="button"
          className="plain"
          disabled={sending}
          onClick={() => void sendIfAccepted("pre_booking")}
        >
          {t("send")}
        </button>
      )}
      {refusal && <RefusalNote refusal={refusal} huts={legs.map((leg) => leg.hut)} />}
      <div className="bar">
        <Sum booking={booking} total={total} />
        <p className="hint" role="status">
          {sending ? t("sending") : ""}
        </p>
        <button
          type="button"
          className="strong"
          disabled={sending || (paid && dueNow === null)}
          onClick={() => void sendIfAccepted(paid ? "booking" : "pre_booking")}
        >
          {paid ? t(means === "card_capture" ? "card" : "pay", { amount: sum }) : t("send")}
        </button>
      </div>
    </>
  );
}
