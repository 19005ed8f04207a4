import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Booked, Hut } from "./api";
import { Bar } from "./Bar";
import { CheckStep } from "./CheckStep";
import { ContactStep } from "./ContactStep";
import { nightsOf, personsOf } from "./choice";
import { DatesStep } from "./DatesStep";
import { nameOf } from "./Field";
import { shifted } from "./nights";
import { PeopleStep } from "./PeopleStep";
import { type Refusal, RefusalNote } from "./Refusal";
import { useWords } from "./speaking";
import { type Booking, STEPS, type Step, useBooking } from "./useBooking";

/** One column: what is settled in a line each, the step at hand in full, and the price below. */
export function BookingFlow({ hut }: { hut: Hut }) {
  const { t } = useWords();
  const booking = useBooking(hut);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [booked, setBooked] = useState<Booked | null>(null);
  const at = STEPS.indexOf(booking.step);

  if (booked) return <Done booked={booked} />;
  return (
    <>
      {STEPS.slice(0, at).map((step) => (
        <Settled key={step} step={step} booking={booking} />
      ))}
      <Current key={booking.step} title={t(`step.${booking.step}`)}>
        {refusal && <RefusalNote refusal={refusal} huts={[booking.hut]} />}
        {booking.step === "dates" && <DatesStep booking={booking} />}
        {booking.step === "people" && <PeopleStep booking={booking} />}
        {booking.step === "contact" && <ContactStep booking={booking} />}
        {booking.step === "check" && (
          <CheckStep booking={booking} onRefused={setRefusal} onBooked={setBooked} />
        )}
      </Current>
      {booking.step !== "check" && <Bar booking={booking} onNext={() => setRefusal(null)} />}
    </>
  );
}

/** The step at hand: its title takes the focus when one comes to it, not when the page opens. */
function Current({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.body.dataset.begun) {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "start" });
    }
    document.body.dataset.begun = "true";
  }, []);
  return (
    <section className="step" aria-labelledby="step">
      <h2 id="step" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Settled({ step, booking }: { step: Step; booking: Booking }) {
  const { t, counted, shortDay } = useWords();
  const { choice, contact } = booking;
  if (step === "check") return null;
  const nights = nightsOf(choice);
  const last = nights.at(-1);
  const said = {
    dates: last && (
      <>
        {shortDay(nights[0] ?? last)} – {shortDay(shifted(last, 1))}
        <span className="soft">{counted("nights", nights.length)}</span>
      </>
    ),
    people: counted("persons", personsOf(choice)),
    contact: (
      <>
        {nameOf(contact)}
        <span className="soft">{contact.mail}</span>
      </>
    ),
  }[step];
  return (
    <div className="settled">
      <p>{said}</p>
      <button type="button" aria-label={t(`edit.${step}`)} onClick={() => booking.goTo(step)}>
        {t("edit")}
      </button>
    </div>
  );
}

/** Shown where there is no page of the stay to go to. */
function Done({ booked }: { booked: Booked }) {
  const { t } = useWords();
  return (
    <div className="state stay-option" role="status">
      <h2>{t("done.title")}</h2>
      <p className="reference">{t("done.reference", { reference: booked.reference })}</p>
      <p>{t("done.text")}</p>
    </div>
  );
}
