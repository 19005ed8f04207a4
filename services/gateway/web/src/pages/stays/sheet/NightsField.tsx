import { Button, CloseButton, NumberInput, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nightIn, shifted } from "@/pages/planning/nights";
import { isRun, runOf, withNight } from "@/pages/stays/sheet/nights";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { plainDate } from "@/ui/time";

interface NightsOf {
  nights: readonly string[];
  change: (nights: readonly string[]) => void;
}

/** Arrival and number of nights; other nights may be added, and any taken away (R45). */
export function NightsField({ nights, change }: NightsOf) {
  const { t, i18n } = useTranslation("stays");
  const [first = "", last = first] = [nights[0], nights.at(-1)];
  const run = isRun(nights);
  const say = (night: string) => plainDate(night, i18n.language, true);
  return (
    <fieldset className={styles.part}>
      <legend>{t("nights")}</legend>
      <div className={styles.row}>
        <TextInput
          type="date"
          label={t("nights.arrival")}
          value={first}
          disabled={!run}
          onChange={(event) => {
            const night = nightIn(event.currentTarget.value);
            if (night) change(runOf(night, nights.length));
          }}
        />
        <NumberInput
          label={t("nights.count")}
          w="7rem"
          min={1}
          max={60}
          allowDecimal={false}
          clampBehavior="strict"
          value={nights.length}
          disabled={!run}
          onChange={(count) => first && Number(count) >= 1 && change(runOf(first, Number(count)))}
        />
        <p className={styles.until}>
          {last && t("nights.departure", { day: say(shifted(last, 1)) })}
        </p>
      </div>
      <ul className={styles.chips} aria-label={t("nights.chosen")}>
        {nights.map((night) => (
          <li key={night}>
            {say(night)}
            {nights.length > 1 && (
              <CloseButton
                size="sm"
                aria-label={t("nights.without", { night: say(night) })}
                onClick={() => change(nights.filter((one) => one !== night))}
              />
            )}
          </li>
        ))}
        <li>
          <OtherNight add={(night) => change(withNight(nights, night))} />
        </li>
      </ul>
    </fieldset>
  );
}

function OtherNight({ add }: { add: (night: string) => void }) {
  const { t } = useTranslation("stays");
  const [typing, setTyping] = useState(false);
  if (!typing) {
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setTyping(true)}
      >
        {t("nights.other")}
      </Button>
    );
  }
  return (
    <TextInput
      type="date"
      size="xs"
      autoFocus
      aria-label={t("nights.other")}
      onBlur={(event) => {
        const night = nightIn(event.currentTarget.value);
        if (night) add(night);
        setTyping(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}
