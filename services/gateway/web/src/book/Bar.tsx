import { type MouseEvent, useState } from "react";
import { cheapest, isGroup, nightsOf, personsOf, totalOf } from "./choice";
import { useWords } from "./speaking";
import { type Booking, isDone, STEPS } from "./useBooking";

/** The price, always in sight, and the one thing to do next. */
export function Bar({ booking, onNext }: { booking: Booking; onNext(): void }) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const { step, hut, choice } = booking;
  const ready = isDone(step, booking);
  // A group has nothing to go on to here: what it does next stands beside it.
  const group = step === "people" && isGroup(hut, choice);

  function next(event: MouseEvent) {
    event.preventDefault();
    setAsked(true);
    if (!ready) {
      // What is missing is said where it is missing; the first such field takes the focus.
      document.body.dispatchEvent(new CustomEvent("asked"));
      return;
    }
    onNext();
    setAsked(false);
    booking.goTo(STEPS[STEPS.indexOf(step) + 1] ?? "check");
  }

  const hint =
    !ready && asked
      ? { dates: t("choose_arrival"), people: t("nobody_yet"), contact: "", check: "" }[step]
      : "";
  return (
    <div className="bar">
      <Sum booking={booking} />
      <p className="hint" role="status">
        {group ? "" : hint}
      </p>
      {!group && (
        <button type="button" className="strong" onClick={next}>
          {t("next")}
        </button>
      )}
    </div>
  );
}

export function Sum({ booking, total }: { booking: Booking; total?: number }) {
  const { t, counted, money } = useWords();
  const { hut, choice } = booking;
  const persons = personsOf(choice);
  const least = cheapest(hut);
  if (persons === 0) {
    if (least === null) return <p className="sum" />;
    return (
      <p className="sum">
        <b>{t("from", { amount: money(least) })}</b>
        <span>{t("per_night")}</span>
      </p>
    );
  }
  const nights = nightsOf(choice).length;
  return (
    <p className="sum" aria-live="polite">
      <b>
        <span className="unseen">{t("total")} </span>
        {money(total ?? totalOf(hut, choice))}
      </b>
      <span>
        {counted("persons", persons)}
        {nights > 0 && ` · ${counted("nights", nights)}`}
      </span>
    </p>
  );
}
