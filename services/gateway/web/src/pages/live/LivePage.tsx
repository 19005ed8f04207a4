import { Button, Tooltip } from "@mantine/core";
import { IconScreenShare, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useBoard, useLink } from "@/live/LiveProvider";
import { Board } from "@/pages/live/Board";
import { BoardSkeleton } from "@/pages/live/BoardSkeleton";
import styles from "@/pages/live/LivePage.module.css";
import { SoundSwitch } from "@/pages/live/SoundSwitch";
import { Stale } from "@/pages/live/Stale";
import { useWall } from "@/pages/live/wall";
import { useProperty } from "@/session/property";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { SearchField } from "@/ui/SearchField";
import { clock, useNow } from "@/ui/time";

/** All running orders, as they move (O03, O04); where mails lead (O07). */
export function LivePage() {
  const { t } = useTranslation(["live", "shell"]);
  const [{ q = "", order }, change] = useAddress();
  const { wall, enter, leave } = useWall();
  const board = useBoard();
  const link = useLink();

  return (
    <div className={styles.page} data-wall={wall || undefined} data-beside={order ? "" : undefined}>
      {wall ? (
        <WallHead leave={leave} />
      ) : (
        <PageHead title={t("page.live", { ns: "shell" })}>
          <div className={styles.search}>
            <SearchField value={q} onChange={(next) => change({ q: next || undefined }, true)} />
          </div>
          <SoundSwitch />
          <Tooltip label={t("wall.help")}>
            <Button
              variant="default"
              className={styles.wall}
              leftSection={<IconScreenShare size={18} aria-hidden />}
              onClick={enter}
            >
              {t("wall")}
            </Button>
          </Tooltip>
        </PageHead>
      )}
      <Stale />
      {board ? (
        <Board cards={board} query={wall ? "" : q} wall={wall} />
      ) : link.state === "out" ? (
        <ErrorState error={link.problem} />
      ) : (
        <BoardSkeleton />
      )}
    </div>
  );
}

/** On the wall: whose it is, the time, and the way back. */
function WallHead({ leave }: { leave: () => void }) {
  const { t, i18n } = useTranslation(["live", "shell"]);
  const { name, time_zone: zone } = useProperty();
  const now = useNow(1000);
  return (
    <header className={styles.wallHead}>
      <h1>
        {name} <span className={styles.soft}>{t("page.live", { ns: "shell" })}</span>
      </h1>
      <SoundSwitch />
      <Button variant="default" leftSection={<IconX size={18} aria-hidden />} onClick={leave}>
        {t("wall.leave")}
      </Button>
      <time className={styles.clock}>
        {clock(new Date(now).toISOString(), i18n.language, zone)}
      </time>
    </header>
  );
}
