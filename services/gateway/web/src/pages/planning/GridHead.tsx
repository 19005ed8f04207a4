import { memo } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/planning/Grid.module.css";
import type { Drawn } from "@/pages/planning/GridRow";
import { monthsIn, weekdayOf } from "@/pages/planning/nights";
import { headOf, monthName } from "@/pages/planning/words";

interface HeadOf extends Drawn {
  today: number;
  opened: number | null;
}

/** The months, and below them the nights with their weekdays. */
export const GridHead = memo(function GridHead({ from, to, origin, today, opened }: HeadOf) {
  const { t, i18n } = useTranslation("planning");
  const numbers = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return (
    <thead className={styles.heads}>
      <tr className={styles.months} aria-hidden>
        <td className={styles.corner} />
        {monthsIn(from, to).map(({ first, last }) => (
          <td
            key={first}
            className={styles.month}
            style={{ width: `calc(var(--cell) * ${last - first + 1})` }}
          >
            <span>{monthName(first, i18n.language)}</span>
          </td>
        ))}
      </tr>
      <tr className={styles.days} aria-rowindex={1}>
        <th scope="col" className={styles.corner}>
          {t("grid.types")}
        </th>
        {numbers.map((number) => {
          const { letter, day, long } = headOf(number, i18n.language);
          return (
            <th
              key={number}
              scope="col"
              className={styles.day}
              aria-colindex={number - origin + 2}
              title={long}
              data-night={number}
              data-weekend={weekdayOf(number) >= 5 || undefined}
              data-today={number === today || undefined}
              data-opened={number === opened || undefined}
            >
              <span className="unseen">{long}</span>
              <span className={styles.letter} aria-hidden>
                {letter}
              </span>
              <span className={styles.number} aria-hidden>
                {day}
              </span>
            </th>
          );
        })}
      </tr>
    </thead>
  );
});
