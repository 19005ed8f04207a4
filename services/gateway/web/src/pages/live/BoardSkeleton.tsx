import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "@/pages/live/Board.module.css";
import { COLUMNS } from "@/pages/live/board";
import columnStyles from "@/pages/live/Columns.module.css";

const BLANKS = [2, 2, 1, 1];

/** The board's layout before its cards are there. */
export function BoardSkeleton() {
  const { t } = useTranslation(["live", "shell"]);
  return (
    <section className={styles.board} aria-busy="true">
      <p className="unseen" role="status">
        {t("loading", { ns: "shell" })}
      </p>
      <div className={styles.columns}>
        {COLUMNS.map((name, index) => (
          <div key={name} className={columnStyles.column} aria-hidden>
            <div className={columnStyles.head} data-column={name}>
              <span>{t(`column.${name}`)}</span>
            </div>
            <div className={columnStyles.cards}>
              {Array.from({ length: BLANKS[index] ?? 1 }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: blanks are all alike
                <Skeleton key={at} height="14.5em" radius="md" />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}
