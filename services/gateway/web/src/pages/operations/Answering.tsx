import { useTranslation } from "react-i18next";
import { useNow } from "@/ui/time";
import styles from "./operations.module.css";
import { useSay } from "./saying";

/** Whether the gateway answers, and as of when what is shown is. Instants in milliseconds. */
export function Answering({ failed, answered }: { failed: number; answered: number }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const now = useNow(1000);
  const time = say.time(answered);
  if (!failed) {
    return (
      <p className={styles.answering} title={t("answering.help")}>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="5" fill="currentColor" />
        </svg>
        {t("answering", { time })}
      </p>
    );
  }
  const age = say.age(Math.max(0, now - answered) / 1000);
  return (
    <>
      <p className="unseen" role="alert">
        {t("unanswered.word")}
      </p>
      <p className={styles.answering} data-lost title={t("unanswered.help")}>
        <svg width="10" height="10" aria-hidden="true">
          <rect width="10" height="10" fill="currentColor" />
        </svg>
        {t("unanswered", { age, time })}
      </p>
    </>
  );
}
