import { useTranslation } from "react-i18next";
import type { Sale } from "./filters";
import styles from "./StateMark.module.css";

/** What became of a stay: a colour, a shape and a word. */
export function StateMark({ state }: { state: Sale["state"] }) {
  const { t } = useTranslation("sales");
  return (
    <span className={styles.mark} data-state={state}>
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <Shape state={state} />
      </svg>
      <span>{t(`state.${state}`)}</span>
    </span>
  );
}

function Shape({ state }: { state: Sale["state"] }) {
  if (state === "option") return <circle cx="8" cy="8" r="5.5" strokeDasharray="2.2 2.4" />;
  if (state === "firm") return <circle cx="8" cy="8" r="6" className={styles.full} />;
  if (state === "cancelled") return <path d="M4 4l8 8M12 4l-8 8" />;
  if (state === "expired")
    return <path d="M8 2.500a5.500 5.500 0 1 0 .01 0M8 5v3.500l2.500 1.500" />;
  return <path d="M3 8h9M9 4.500 12.500 8 9 11.500" />;
}
