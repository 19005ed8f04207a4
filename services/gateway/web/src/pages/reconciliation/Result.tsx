import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/reconciliation/Reconciliation.module.css";

/** Whether a day's three sides are equal, or how many orders differ. */
export function Result({ count }: { count: number }) {
  const { t } = useTranslation("reconciliation");
  const Icon = count > 0 ? IconAlertTriangle : IconCheck;
  return (
    <span className={styles.result} data-differs={count > 0}>
      <Icon size={18} aria-hidden />
      {count > 0 ? t("result.differs", { count }) : t("result.equal")}
    </span>
  );
}
