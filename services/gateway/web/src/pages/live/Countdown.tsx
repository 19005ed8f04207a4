import { useTranslation } from "react-i18next";
import type { Card } from "@/live/stream";
import { lateness, partLeft, shortMinutes } from "@/pages/live/board";
import styles from "@/pages/live/Countdown.module.css";
import { minutesUntil, useNow } from "@/ui/time";

const RADIUS = 26;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * The minutes left as a ring that empties: blue, from five minutes on orange and thick, late red,
 * dashed and with the word.
 */
export function Countdown({ card }: { card: Card }) {
  const { t } = useTranslation("live");
  const now = useNow(5000);
  if (!card.expected_at) {
    return (
      <div className={styles.ring} data-lateness="unknown" role="img" aria-label={t("unknown")}>
        <Ring part={0} />
        <span className={styles.minutes}>?</span>
      </div>
    );
  }
  const minutes = minutesUntil(card.expected_at, now);
  const how = lateness(minutes);
  const late = minutes < 0;
  const said = t(late ? "ring_late" : "ring", { minutes: Math.abs(minutes) });
  const word = t(late ? "late" : "min");
  const text = `${late ? "+" : ""}${shortMinutes(minutes)}`;
  return (
    <div className={styles.ring} data-lateness={how} role="img" aria-label={said}>
      <Ring part={late ? 1 : partLeft(card, now)} />
      <span
        className={styles.minutes}
        data-long={text.length > 3 ? 2 : text.length > 2 ? 1 : undefined}
      >
        {text}
        {(late || text.length < 4) && <small>{word}</small>}
      </span>
    </div>
  );
}

function Ring({ part }: { part: number }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <circle cx="32" cy="32" r={RADIUS} className={styles.ground} />
      {part > 0 && (
        <circle
          cx="32"
          cy="32"
          r={RADIUS}
          className={styles.left}
          strokeDasharray={part < 1 ? `${ROUND * part} ${ROUND}` : undefined}
          transform="rotate(-90 32 32)"
        />
      )}
    </svg>
  );
}
