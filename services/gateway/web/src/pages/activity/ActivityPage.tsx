import { Chip, Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useLink } from "@/live/LiveProvider";
import styles from "@/pages/activity/Feed.module.css";
import { FeedList } from "@/pages/activity/FeedList";
import { SHOWN, type Shown, shownOf } from "@/pages/activity/feed";
import { NowStrip } from "@/pages/activity/NowStrip";
import { useFeed } from "@/pages/activity/useFeed";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8];

/** What happens here, newest first: the page on which one lands (O02). */
export function ActivityPage() {
  const { t } = useTranslation(["activity", "shell"]);
  const [{ show }, change] = useAddress();
  const shown = shownOf(show);
  const { feed, older, failed } = useFeed();
  const link = useLink();
  const choose = (to: string) => change({ show: to === "all" ? undefined : to });

  return (
    <>
      <PageHead title={t("page.activity", { ns: "shell" })} />
      <NowStrip />
      <Filters shown={shown} choose={choose} />
      {link.state === "lost" && (
        <p className={styles.stale}>{t("link.lost_help", { ns: "shell" })}</p>
      )}
      {feed.isPending && <Loading />}
      {feed.isError && !feed.data && (
        <ErrorState error={feed.error} retry={() => void feed.refetch()} />
      )}
      {feed.data?.entries.length === 0 && (
        <EmptyState title={t("feed.empty_title")} why={t("feed.empty")} />
      )}
      {feed.data && feed.data.entries.length > 0 && (
        <FeedList key={shown} feed={feed.data} shown={shown} older={older} failed={!!failed} />
      )}
    </>
  );
}

function Filters({ shown, choose }: { shown: Shown; choose: (to: string) => void }) {
  const { t } = useTranslation("activity");
  return (
    <Chip.Group value={shown} onChange={choose}>
      <div className={styles.filters} role="radiogroup" aria-label={t("show.label")}>
        {SHOWN.map((one) => (
          <Chip key={one} value={one} size="sm" variant="outline">
            {t(`show.${one}`)}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}

function Loading() {
  const { t } = useTranslation("shell");
  return (
    <Stack gap="xs" px="lg" pt="xl" role="status" aria-label={t("loading")}>
      {ROWS.map((row) => (
        <Skeleton key={row} h={56} radius="lg" />
      ))}
    </Stack>
  );
}
