import { useTranslation } from "react-i18next";
import styles from "@/pages/tasks/Tasks.module.css";
import { useProperty } from "@/session/property";
import { clock, day, exactly, localDay, useNow } from "@/ui/time";

const LONG = 60 * 60_000;

/** Since when it waits; what waits for an hour or more stands out. */
export function Since({ at }: { at: string }) {
  const { t, i18n } = useTranslation("tasks");
  const { time_zone: zone } = useProperty();
  const now = useNow(60_000);
  const time = clock(at, i18n.language, zone);
  const today = localDay(at, zone) === localDay(now, zone);
  const said = today
    ? t("since", { time })
    : t("since.dated", { time, day: day(at, i18n.language, zone) });
  return (
    <time
      dateTime={at}
      title={exactly(at, i18n.language, zone)}
      className={styles.since}
      data-long={now - Date.parse(at) >= LONG}
    >
      {said}
    </time>
  );
}
