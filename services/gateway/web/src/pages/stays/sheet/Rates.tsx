import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { shortNight, useLabel } from "@/pages/planning/words";
import {
  EACH,
  ONCE,
  onNight,
  type Slots,
  type Wanted,
  withoutNights,
  withQuantity,
} from "@/pages/stays/sheet/cart";
import { Quantity } from "@/pages/stays/sheet/Quantity";
import { leastLeft } from "@/pages/stays/sheet/room";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { money } from "@/ui/money";

type Selling = Schemas["Selling"];
type Priced = Selling["rates"][number] | Selling["supplements"][number];

interface RatesOf {
  wanted: Wanted;
  selling: Selling;
  grid: Schemas["PlanningGrid"] | undefined;
  change: (changes: Partial<Wanted>) => void;
}

/** How many persons at which rate, by stock type, on all nights alike or night by night (R45). */
export function Rates({ wanted, selling, grid, change }: RatesOf) {
  const { t } = useTranslation("stays");
  const { nights, apart } = wanted;
  const set = (id: string) => (slot: string, quantity: number) =>
    change({ rates: { ...wanted.rates, [id]: withQuantity(wanted.rates[id], slot, quantity) } });
  return (
    <fieldset className={styles.part}>
      <legend>{t("persons")}</legend>
      {nights.length > 1 && (
        <Switch
          className={styles.apart}
          label={t("persons.apart")}
          checked={apart}
          onChange={(event) => change(apartOr(wanted, event.currentTarget.checked))}
        />
      )}
      {selling.stock_types.map((type) => {
        const rates = selling.rates.filter((rate) => rate.stock_type_id === type.id);
        const left = leastLeft(grid, type.id, nights);
        if (rates.length === 0) return null;
        return (
          <section key={type.id} className={styles.type}>
            <h3>
              {type.name}
              <span className={styles.room} data-none={left === 0 || undefined}>
                {left !== undefined && t("persons.left", { count: left })}
              </span>
            </h3>
            {rates.map((rate) => (
              <Item
                key={rate.id}
                item={rate}
                currency={selling.currency}
                slots={wanted.rates[rate.id]}
                nights={nights}
                apart={apart}
                set={set(rate.id)}
              />
            ))}
          </section>
        );
      })}
    </fieldset>
  );
}

/** What is had besides: once for the stay, or on every night (R33). */
export function Extras({ wanted, selling, change }: Omit<RatesOf, "grid">) {
  const { t } = useTranslation("stays");
  if (selling.supplements.length === 0) return null;
  const set = (id: string) => (slot: string, quantity: number) =>
    change({ extras: { ...wanted.extras, [id]: withQuantity(wanted.extras[id], slot, quantity) } });
  return (
    <fieldset className={styles.part}>
      <legend>{t("extras")}</legend>
      {selling.supplements.map((extra) => (
        <Item
          key={extra.id}
          item={extra}
          currency={selling.currency}
          slots={wanted.extras[extra.id]}
          nights={wanted.nights}
          apart={wanted.apart}
          once
          set={set(extra.id)}
        />
      ))}
    </fieldset>
  );
}

interface ItemOf {
  item: Priced;
  currency: string;
  slots: Slots | undefined;
  nights: readonly string[];
  apart: boolean;
  once?: boolean;
  set: (slot: string, quantity: number) => void;
}

function Item({ item, currency, slots, nights, apart, once = false, set }: ItemOf) {
  const { t, i18n } = useTranslation("stays");
  const label = useLabel();
  const name = label(item.name);
  const limits = { least: item.minimum, most: item.maximum };
  const wordOf = (slot: string) =>
    slot === ONCE
      ? t("slot.once")
      : slot === EACH
        ? t("slot.each", { count: nights.length })
        : shortNight(slot, i18n.language);
  const shown = apart ? nights : [EACH];
  const slotsShown = once ? [ONCE, ...shown] : shown;
  return (
    <div className={styles.item}>
      <p className={styles.name}>
        {name}
        <span>{money(item.unit_amount, currency, i18n.language)}</span>
        {label(item.description) && <small>{label(item.description)}</small>}
      </p>
      <div className={styles.slots}>
        {slotsShown.map((slot) => (
          <div key={slot} className={styles.slot}>
            {slotsShown.length > 1 && <span aria-hidden>{wordOf(slot)}</span>}
            <Quantity
              label={slotsShown.length > 1 ? `${name}, ${wordOf(slot)}` : name}
              value={slot === ONCE || slot === EACH ? (slots?.[slot] ?? 0) : onNight(slots, slot)}
              {...limits}
              change={(quantity) => set(slot, quantity)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Each night by itself from now on, or all of them as the first. */
function apartOr({ nights, rates, extras }: Wanted, apart: boolean): Partial<Wanted> {
  if (apart) return { apart };
  return { apart, rates: withoutNights(rates, nights), extras: withoutNights(extras, nights) };
}
