import { useTranslation } from "react-i18next";
import styles from "@/pages/stays/StayPanel.module.css";
import type { Stay } from "@/pages/stays/stay";
import { Clock } from "@/ui/Clock";
import { Money } from "@/ui/Money";

/** What happened to the stay, by whom, and what it came to afterwards; the newest first. */
export function StayHistory({ stay }: { stay: Stay }) {
  const { t } = useTranslation("stays");
  return (
    <section className={styles.section} aria-labelledby="stay-history">
      <h3 id="stay-history">{t("history")}</h3>
      <ol className={styles.steps} reversed>
        {stay.history.toReversed().map((step) => (
          <li key={`${step.at} ${step.kind}`}>
            <span>{t(`step.${step.kind}`, { state: t(`state.${step.state}`) })}</span>
            <Money amount={step.amount} currency={stay.total.currency} />
            <span className={styles.soft}>
              <Clock at={step.at} dated />
              {step.by && ` · ${step.by}`}
              {step.note && ` · ${step.note}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
