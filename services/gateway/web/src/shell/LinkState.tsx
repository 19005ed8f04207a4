import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLink } from "@/live/LiveProvider";
import { useProperty } from "@/session/property";
import styles from "@/shell/LinkState.module.css";
import { clock, useNow } from "@/ui/time";

/** Whether what is shown is live, and else as of when (rule 3 of the pages). */
export function LinkState() {
  const { t, i18n } = useTranslation("shell");
  const link = useLink();
  const now = useNow(1000);
  const { time_zone: zone } = useProperty();
  const at = (instant: number) => clock(new Date(instant).toISOString(), i18n.language, zone);
  const seconds = Math.max(0, Math.round((now - link.since) / 1000));
  const lost = link.state === "lost" || link.state === "out";
  // Only what is said is made: a clock is dear where nothing was drawn yet.
  const said = {
    live: () => t("link.live", { time: at(now) }),
    joining: () => t("link.joining"),
    lost: () => t("link.lost", { seconds, time: at(link.since) }),
    out: () => t("link.out"),
  }[link.state];

  return (
    <Tooltip label={t(lost ? "link.lost_help" : "link.live_help")}>
      <div className={styles.state} data-state={link.state}>
        <span className={styles.mark} aria-hidden />
        <span className="figures">{said()}</span>
      </div>
    </Tooltip>
  );
}

/** The same where there is room for it only while it is news: over the bar of a phone. */
export function LinkLost() {
  const { state } = useLink();
  return state === "lost" || state === "out" ? <LinkState /> : null;
}

/** Says that the connection is lost to those who do not see it, wherever `LinkState` is drawn. */
export function LinkNews() {
  const { t } = useTranslation("shell");
  const { state } = useLink();
  const lost = state === "lost" || state === "out";
  return (
    <span className="unseen" role="status">
      {lost ? t("link.lost_word") : ""}
    </span>
  );
}
