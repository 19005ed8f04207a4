import { useTranslation } from "react-i18next";
import styles from "@/pages/planning/Grid.module.css";
import { headOf } from "@/pages/planning/words";

/** What the marks mean, and of the cell that one points at or has gone to, what it says (R38). */
export function Explanation(props: { name: string; number: number | null; said: string }) {
  const { t, i18n } = useTranslation("planning");
  const { name, number, said } = props;
  return (
    <footer className={styles.foot}>
      <p className={styles.explained} aria-hidden={number !== null}>
        {number === null || !said ? (
          t("grid.hint")
        ) : (
          <>
            <strong>{name}</strong> <span>{headOf(number, i18n.language).long}</span>
            <span> : {said}</span>
          </>
        )}
      </p>
      <ul className={styles.legend} aria-label={t("legend")}>
        {(["firm", "option", "closed", "adjusted"] as const).map((mark) => (
          <li key={mark}>
            <i className={styles.sample} data-mark={mark} aria-hidden />
            {t(`legend.${mark}`)}
          </li>
        ))}
      </ul>
    </footer>
  );
}
