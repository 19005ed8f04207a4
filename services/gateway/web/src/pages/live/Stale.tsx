import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useBoard, useLink } from "@/live/LiveProvider";
import styles from "@/pages/live/Stale.module.css";
import { useProperty } from "@/session/property";
import { clock, useNow } from "@/ui/time";

const MINUTE = 60;

/** Says over the board as of when it is, while the connection is away. */
export function Stale() {
  const { t, i18n } = useTranslation("live");
  const { time_zone: zone } = useProperty();
  const link = useLink();
  const board = useBoard();
  const now = useNow(1000);
  if (!board || (link.state !== "lost" && link.state !== "out")) return null;
  const time = clock(new Date(link.since).toISOString(), i18n.language, zone);
  const seconds = Math.max(0, Math.round((now - link.since) / 1000));
  const minutes = Math.floor(seconds / MINUTE);
  return (
    <p className={styles.stale}>
      <IconPlugConnectedX size={20} aria-hidden />
      {minutes < 2 ? t("stale", { time, seconds }) : t("stale_minutes", { time, minutes })}
    </p>
  );
}
