import { useState } from "react";
import { Calendar } from "./Calendar";
import { against, MOST_NIGHTS, nightsOf } from "./choice";
import { shifted } from "./nights";
import { Stepper } from "./Stepper";
import { useWords } from "./speaking";
import type { Booking } from "./useBooking";

/** The day of arrival from a calendar that says what is left, then how many nights. */
export function DatesStep({ booking }: { booking: Booking }) {
  const { t, counted, day, shortDay } = useWords();
  const { availability, choice, setChoice } = booking;
  const [why, setWhy] = useState("");
  if (availability === null) {
    if (!booking.lost) return <p aria-busy="true">{t("loading")}</p>;
    return (
      <div role="alert">
        <p>{t("unreachable")}</p>
        <button type="button" className="plain" onClick={() => void booking.renew()}>
          {t("retry")}
        </button>
      </div>
    );
  }

  const nights = nightsOf(choice);
  const last = nights.at(-1);
  const bad = against(availability, nights);
  const longer = last ? against(availability, [...nights, shifted(last, 1)]) : null;
  const said = (one: { night: string; why: Parameters<typeof t>[0] }) =>
    t("on_day", { day: day(one.night), why: t(one.why) });
  const reason = bad
    ? said({ night: bad.night, why: `why.${bad.why}` })
    : why || (longer && last ? said({ night: longer.night, why: `why.${longer.why}` }) : "");

  function choose(night: string) {
    const single = against(availability as NonNullable<typeof availability>, [night]);
    if (single) {
      setWhy(said({ night: single.night, why: `why.${single.why}` }));
      return;
    }
    setWhy("");
    setChoice((before) => {
      const wanted = { ...before, arrival: night };
      const fits = !against(availability as NonNullable<typeof availability>, nightsOf(wanted));
      return fits ? wanted : { ...wanted, nights: 1 };
    });
  }

  return (
    <>
      <Calendar availability={availability} nights={nights} onChoose={choose} />
      {choice.arrival !== null && last ? (
        <div className="row">
          <p>
            {t("arrival", { day: shortDay(choice.arrival) })}
            <br />
            {t("departure", { day: shortDay(shifted(last, 1)) })}
          </p>
          <Stepper
            shown={counted("nights", choice.nights)}
            fewer={t("fewer_nights")}
            more={t("more_nights")}
            canFewer={choice.nights > 1}
            canMore={!longer && choice.nights < MOST_NIGHTS}
            onStep={(by) => setChoice((before) => ({ ...before, nights: before.nights + by }))}
          />
        </div>
      ) : (
        <p>{t("choose_arrival")}</p>
      )}
      <p role="status" className={bad ? "wrong" : "soft"}>
        {reason}
      </p>
    </>
  );
}
