import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./SalesList.module.css";

const ROWS = [70, 66, 74, 60, 68, 76, 62, 72, 64, 78, 58, 70];

/** The list's own rows, before anything was read. */
export function SalesSkeleton() {
  const { t } = useTranslation("shell");
  return (
    <div className={styles.waiting} role="status" aria-label={t("loading")}>
      {ROWS.map((width, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: these rows are alike and never move
        <div key={at} className={styles.hollow}>
          <Skeleton height={12} width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}
