import { Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Form } from "@/pages/settings/notifications/form";
import styles from "@/pages/settings/notifications/QuietHours.module.css";
import { useMe } from "@/session/me";
import { Block } from "@/ui/Block";

const NIGHT = { start: "22:30", end: "06:30" };

/** Hours without pop-ups and text messages, and what still comes then. */
export function QuietHours(props: {
  quiet: Form["quiet"];
  wrong: boolean;
  set: (quiet: Form["quiet"]) => void;
}) {
  const { t } = useTranslation("settings");
  const everywhere = useMe().properties.length > 1;
  const { quiet, set } = props;
  return (
    <Block
      title={t("quiet.title")}
      about={`${t("quiet.about")}${everywhere ? ` ${t("everywhere")}` : ""}`}
    >
      <Switch
        label={t("quiet.on")}
        checked={quiet !== null}
        onChange={(event) => set(event.currentTarget.checked ? NIGHT : null)}
      />
      {quiet && (
        <div className={styles.hours}>
          <TextInput
            type="time"
            required
            withAsterisk={false}
            label={t("quiet.start")}
            value={quiet.start}
            onChange={({ currentTarget: { value } }) => value && set({ ...quiet, start: value })}
          />
          <TextInput
            id="quiet-end"
            type="time"
            required
            withAsterisk={false}
            label={t("quiet.end")}
            value={quiet.end}
            error={props.wrong && t("fault.quiet_same")}
            onChange={({ currentTarget: { value } }) => value && set({ ...quiet, end: value })}
          />
          <ul className={styles.through}>
            <li>{t("quiet.mails")}</li>
            <li>{t("quiet.not_later")}</li>
            <li>{t("quiet.others")}</li>
          </ul>
        </div>
      )}
    </Block>
  );
}
