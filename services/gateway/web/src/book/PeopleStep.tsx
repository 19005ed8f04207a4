import type { Extra, Hut, Rate } from "./api";
import { isGroup, leftOver, mostAt, nightsOf, stepped } from "./choice";
import { GroupNote } from "./Refusal";
import { Stepper } from "./Stepper";
import { useWords } from "./speaking";
import type { Booking } from "./useBooking";

/** Each room with what is left of it, its prices times persons, and what is had besides. */
export function PeopleStep({ booking }: { booking: Booking }) {
  const { t } = useWords();
  const { hut, choice } = booking;
  return (
    <>
      {hut.intro && <p className="text intro">{hut.intro}</p>}
      {hut.stock_types.map((type) => (
        <Room key={type.id} type={type} booking={booking} />
      ))}
      {hut.supplements.length > 0 && (
        <fieldset className="room">
          <legend>{t("extras")}</legend>
          <p className="soft">{t("extras.hint")}</p>
          {hut.supplements.map((extra) => (
            <ExtraRow key={extra.id} extra={extra} booking={booking} />
          ))}
        </fieldset>
      )}
      {isGroup(hut, choice) && <GroupNote hut={hut} />}
    </>
  );
}

function Room({ type, booking }: { type: Hut["stock_types"][number]; booking: Booking }) {
  const { t, counted } = useWords();
  const { hut, availability, choice } = booking;
  if (!availability) return null;
  const { left, why } = leftOver(availability, type.id, nightsOf(choice));
  const whole = type.whole_from;
  return (
    <fieldset className="room">
      <legend>{type.label}</legend>
      <p className={why || left === 0 ? "room-left none" : "room-left"}>
        {why ? t(`why.${why}`) : counted("places", left)}
      </p>
      {type.description && <p className="soft text">{type.description}</p>}
      {whole != null && (
        <p className="soft">{whole <= 1 ? t("whole_always") : t("whole_from", { count: whole })}</p>
      )}
      {hut.rates
        .filter((rate) => rate.stock_type_id === type.id)
        .map((rate) => (
          <RateRow key={rate.id} rate={rate} left={left} booking={booking} />
        ))}
    </fieldset>
  );
}

function RateRow({ rate, left, booking }: { rate: Rate; left: number; booking: Booking }) {
  const { t, money } = useWords();
  const { hut, choice, setChoice } = booking;
  const count = choice.persons[rate.id] ?? 0;
  const most = mostAt(hut, choice, rate, left);
  const nights = nightsOf(choice).length || 1;
  return (
    <PricedRow
      one={rate}
      price={t("each", { amount: money(rate.unit_amount) })}
      count={count}
      most={most}
      total={count * nights * rate.unit_amount}
      onStep={(by) =>
        setChoice((before) => {
          const now = before.persons[rate.id] ?? 0;
          const next = stepped(now, by, rate.minimum, mostAt(hut, before, rate, left));
          return { ...before, persons: { ...before.persons, [rate.id]: next } };
        })
      }
    />
  );
}

function ExtraRow({ extra, booking }: { extra: Extra; booking: Booking }) {
  const { t, money } = useWords();
  const { choice, setChoice } = booking;
  const count = choice.extras[extra.id] ?? 0;
  return (
    <PricedRow
      one={extra}
      price={t("each_extra", { amount: money(extra.unit_amount) })}
      count={count}
      most={extra.maximum}
      total={count * extra.unit_amount}
      onStep={(by) =>
        setChoice((before) => {
          const now = before.extras[extra.id] ?? 0;
          const next = stepped(now, by, extra.minimum, extra.maximum);
          return { ...before, extras: { ...before.extras, [extra.id]: next } };
        })
      }
    />
  );
}

function PricedRow(props: {
  one: Extra;
  price: string;
  count: number;
  most: number;
  total: number;
  onStep(by: 1 | -1): void;
}) {
  const { t, money } = useWords();
  const { one, count, most } = props;
  return (
    <div className="row priced">
      <div>
        <p>
          {one.name}
          <span className="soft">
            {props.price}
            {one.minimum > 1 && ` · ${t("at_least", { count: one.minimum })}`}
          </span>
        </p>
        {one.description && (
          <details>
            <summary aria-label={t("about", { name: one.name })}>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="9" />
                <path d="M12 11v5M12 8v.01" />
              </svg>
            </summary>
            <p className="soft text">{one.description}</p>
          </details>
        )}
      </div>
      <div>
        <Stepper
          shown={String(count)}
          fewer={t("fewer", { name: one.name })}
          more={t("more", { name: one.name })}
          canFewer={count > 0}
          canMore={count < most}
          onStep={props.onStep}
        />
        <p className="amount">{count > 0 ? money(props.total) : "\u00a0"}</p>
      </div>
    </div>
  );
}
