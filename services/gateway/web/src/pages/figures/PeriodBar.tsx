import { Alert, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import styles from "./figures.module.css";
import { LONGEST, type Period, PRESETS, periodOf, presetOf, type refused } from "./period";

/** Which days are shown: one press for the usual periods, two fields for any other. */
export function PeriodBar(props: {
  period: Period;
  today: string;
  wrong: ReturnType<typeof refused>;
}) {
  const { period, today, wrong } = props;
  const { t } = useTranslation("figures");
  const [, change] = useAddress();
  const chosen = presetOf(period, today);
  return (
    <>
      <search className={styles.period} aria-label={t("period")}>
        <fieldset className={styles.presets} aria-label={t("period.usual")}>
          {PRESETS.map((preset) => (
            <button
              key={preset}
              type="button"
              className={styles.preset}
              aria-pressed={preset === chosen}
              onClick={() => change({ ...periodOf(preset, today) })}
            >
              {t(`preset.${preset}`)}
            </button>
          ))}
        </fieldset>
        <div className={styles.dates}>
          <Day
            name="from"
            value={period.from}
            last={today}
            onChange={(from) => change({ ...period, from })}
          />
          <Day
            name="to"
            value={period.to}
            last={today}
            onChange={(to) => change({ ...period, to })}
          />
        </div>
      </search>
      {wrong && (
        <Alert color="orange" mx="md" role="alert">
          {t(`period.${wrong}`, { days: LONGEST })}
        </Alert>
      )}
    </>
  );
}

/** A day that is being typed is not taken before it is one. */
function Day(props: {
  name: "from" | "to";
  value: string;
  last: string;
  onChange: (day: string) => void;
}) {
  const { t } = useTranslation("figures");
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <TextInput
      type="date"
      className={styles.date}
      label={t(`period.${props.name}`)}
      max={props.last}
      value={typed}
      onChange={(event) => {
        const day = event.currentTarget.value;
        setTyped(day);
        if (day > "2000") props.onChange(day);
      }}
      onBlur={() => setTyped(props.value)}
    />
  );
}
