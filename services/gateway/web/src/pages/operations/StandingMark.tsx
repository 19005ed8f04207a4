import { useTranslation } from "react-i18next";
import type { Standing } from "./answers";
import styles from "./operations.module.css";

const SHAPES: Record<Standing, string> = {
  ready: "M3 8.5 6.5 12 13 4.5",
  not_ready: "M8 2.500 14.500 13.500H1.500ZM8 6.500v3M8 11.600v.1",
  silent: "M4 4l8 8M12 4l-8 8",
  unknown: "M4 8h.1M8 8h.1M12 8h.1",
};

/** How a service or process stands: a shape, a colour and a word. */
export function StandingMark({ state }: { state: Standing }) {
  const { t } = useTranslation("operations");
  return (
    <span className={styles.standing} data-state={state}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={SHAPES[state]} />
      </svg>
      {t(`state.${state}`)}
    </span>
  );
}
