import { Button } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/closures/Closures.module.css";
import type { Month } from "@/pages/products/closures/months";
import type { Ticking } from "@/pages/products/closures/useTicking";
import { weekdays } from "@/pages/products/openings/form";
import { plainDate } from "@/ui/time";

/** One month: its nights to tick, and all of them at once. */
export function MonthCalendar({ month, ticking }: { month: Month; ticking: Ticking }) {
  const { t, i18n } = useTranslation("products");
  const { language } = i18n;
  const name = monthName(month.name, language);
  const whole = ticking.month(month.days);
  return (
    <section className={styles.month} aria-label={name}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <Button
          variant="default"
          size="compact-sm"
          aria-pressed={whole.all}
          aria-label={t(whole.all ? "closures.reopen_month" : "closures.close_month", {
            month: name,
          })}
          onClick={whole.tick}
          leftSection={
            whole.all ? <IconX size={16} aria-hidden /> : <IconPlus size={16} aria-hidden />
          }
        >
          {t("closures.month")}
        </Button>
      </div>
      <div className={styles.days}>
        {weekdays(language).map((day) => (
          <span key={day} className={styles.weekday} aria-hidden>
            {day}
          </span>
        ))}
        {month.days.map((night, at) => (
          <Night
            key={night}
            night={night}
            at={at === 0 ? month.before + 1 : undefined}
            ticking={ticking}
          />
        ))}
      </div>
    </section>
  );
}

function Night(props: { night: string; at: number | undefined; ticking: Ticking }) {
  const { t, i18n } = useTranslation("products");
  const { night, at, ticking } = props;
  const closed = ticking.closed.includes(night);
  const day = Number(night.slice(8));
  return (
    <button
      type="button"
      className={styles.night}
      style={at ? { gridColumnStart: at } : undefined}
      data-night={night}
      data-closed={closed || undefined}
      disabled={ticking.past(night)}
      tabIndex={night === ticking.reached ? 0 : -1}
      aria-pressed={closed}
      aria-label={t("closures.night", { night: plainDate(night, i18n.language, true) })}
      onClick={(event) => ticking.press(night, event)}
      onKeyDown={(event) => ticking.move(night, event)}
    >
      {day}
    </button>
  );
}

function monthName(month: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}
