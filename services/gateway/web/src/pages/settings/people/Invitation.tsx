import { IconAlertTriangle, IconMailCheck, IconMailFast, IconMailPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/people/People.module.css";
import type { Person } from "@/pages/settings/people/people";
import { useProperty } from "@/session/property";
import { day, useNow } from "@/ui/time";

const ICONS = {
  sending: IconMailFast,
  sent: IconMailCheck,
  refused: IconAlertTriangle,
  over: IconMailPause,
};

/** How the mail went by which somebody was invited who has not set a password yet. */
export function Invitation({ mail }: { mail: Person["invitation"] }) {
  const { t, i18n } = useTranslation("settings");
  const { time_zone: zone } = useProperty();
  const now = useNow(60_000);
  if (!mail) return <span className={styles.invitation}>{t("invitation.waiting")}</span>;
  const over = mail.state !== "refused" && Date.parse(mail.good_until) < now;
  const state = over ? "over" : mail.state;
  const Icon = ICONS[state];
  return (
    <span className={styles.invitation} data-state={state}>
      <Icon size={16} aria-hidden />
      <span>
        {t(`invitation.${state}`, { day: day(mail.good_until, i18n.language, zone) })}
        {state === "refused" && mail.reason && <code> {mail.reason}</code>}
      </span>
    </span>
  );
}
