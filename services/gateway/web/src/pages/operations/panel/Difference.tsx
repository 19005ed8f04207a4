import { useTranslation } from "react-i18next";
import { difference } from "./difference";
import styles from "./record.module.css";

const MARKS = { same: " ", gone: "−", new: "+" } as const;

/** What differs from the message as it was, line by line; a mark says so beside the colour. */
export function Difference({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("operations");
  const lines = difference(before, after);
  const changed = lines.filter((line) => line.is !== "same").length;
  return (
    <section aria-label={t("difference")}>
      <h3 className={styles.subtitle}>{t("difference")}</h3>
      {changed === 0 ? (
        <p className={styles.note}>{t("difference.none")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <pre className={styles.difference} tabIndex={0}>
          {lines.map(({ is, text }, index) => (
            <span key={`${index.toString()} ${is}`} data-is={is}>
              {`${MARKS[is]} ${text}\n`}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}
