import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/SaveBar.module.css";

/** At the foot of a form: what is not saved yet, and saving it. */
export function SaveBar(props: { changed: boolean; busy: boolean; forget: () => void }) {
  const { t } = useTranslation(["settings", "shell"]);
  return (
    <div className={styles.bar} data-changed={props.changed || undefined}>
      <span className={styles.state} role="status">
        {props.changed ? t("draft.kept") : t("draft.none")}
      </span>
      {props.changed && (
        <Button variant="subtle" color="gray" onClick={props.forget}>
          {t("draft.forget")}
        </Button>
      )}
      <Button type="submit" disabled={!props.changed} loading={props.busy}>
        {t("save", { ns: "shell" })}
      </Button>
    </div>
  );
}
