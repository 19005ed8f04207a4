import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import styles from "@/pages/orders/detail/Total.module.css";
import { TotalDue } from "@/ui/Money";

/** What is to be collected, at the bottom and only when it is due (O13, O14, O16), else a word. */
export function Total({ detail, why }: { detail: Detail; why: () => void }) {
  const { t } = useTranslation("orders");
  return (
    <footer className={styles.total} data-due={detail.total_due}>
      <div>
        <p className={styles.label}>{t("total")}</p>
        <p className={styles.help}>{t(`total.help.${detail.total_due}`)}</p>
      </div>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={why}>
        {t("total.why")}
      </Button>
      <output className={styles.amount}>
        <TotalDue card={detail} />
      </output>
    </footer>
  );
}
