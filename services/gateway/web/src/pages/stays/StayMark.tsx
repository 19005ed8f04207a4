import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/pages/stays/StayMark.module.css";

/** A stay's state: an option is dotted, a firm booking solid; what is over is crossed. */
export function StayMark({ state }: { state: Schemas["ShareState"] }) {
  const { t } = useTranslation("stays");
  return (
    <span className={styles.mark} data-state={state}>
      <i aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
