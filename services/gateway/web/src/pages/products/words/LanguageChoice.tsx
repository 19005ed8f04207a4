import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES, type Language } from "@/i18n/languages";
import type { Writing } from "@/pages/products/words/languages";
import styles from "@/pages/products/words/Words.module.css";

/** In which language one writes; beside each whether all, some or none of it is written. */
export function LanguageChoice(props: {
  writing: Writing;
  /** How much is written in a language: 0 nothing, 1 all of it. */
  share: (language: Language) => number;
}) {
  const { t } = useTranslation("products");
  const { language, order, own, choose } = props.writing;
  return (
    <fieldset className={styles.languages} aria-label={t("languages")}>
      {order.map((one) => {
        const share = props.share(one);
        const state = share >= 1 ? "all" : share > 0 ? "some" : "none";
        return (
          <UnstyledButton
            key={one}
            className={styles.language}
            aria-pressed={one === language}
            data-here={one === language || undefined}
            onClick={() => choose(one)}
          >
            <span lang={one}>{LANGUAGE_NAMES[one]}</span>
            <small className={styles.share} data-state={state}>
              {t(own.includes(one) ? `written.${state}` : `written.${state}_other`)}
            </small>
          </UnstyledButton>
        );
      })}
    </fieldset>
  );
}
