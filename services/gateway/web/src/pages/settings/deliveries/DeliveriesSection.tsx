import { Chip, Loader, Skeleton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import styles from "@/pages/settings/deliveries/Deliveries.module.css";
import { NoticeRow } from "@/pages/settings/deliveries/NoticeRow";
import { chosen, STATES, useNotices } from "@/pages/settings/deliveries/notices";
import { CHANNELS } from "@/session/preferences";
import { useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";

/** The delivery log: what was sent to whom, and whether it arrived. */
export default function DeliveriesSection() {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const [search, change] = useAddress();
  const filters = {
    state: chosen(search.state, STATES),
    channel: chosen(search.channel, CHANNELS),
  };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useNotices(
    id,
    filters,
  );
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const reached = entry?.isIntersecting && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (reached) void fetchNextPage();
  }, [reached, fetchNextPage]);
  const notices = data?.pages.flatMap((page) => page.notices) ?? [];
  const filtered = filters.state.length + filters.channel.length > 0;

  return (
    <div className={styles.deliveries}>
      <p className={styles.about}>{t("deliveries.about")}</p>
      <div className={styles.filters}>
        <Choice
          name={t("deliveries.state")}
          chosen={filters.state}
          all={STATES.map((value) => [value, t(`notice.${value}`)])}
          set={(state) => change({ state })}
        />
        <Choice
          name={t("deliveries.channel")}
          chosen={filters.channel}
          all={CHANNELS.map((value) => [value, t(`wishes.${value}`)])}
          set={(channel) => change({ channel })}
        />
      </div>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height="20rem" radius="md" />}
      {data && notices.length === 0 && (
        <EmptyState
          title={t(filtered ? "deliveries.no_match" : "deliveries.none")}
          why={t(filtered ? "deliveries.no_match_why" : "deliveries.none_why")}
        />
      )}
      {notices.length > 0 && (
        <ul className={styles.notices}>
          {notices.map((notice) => (
            <NoticeRow key={notice.notice_id} notice={notice} />
          ))}
        </ul>
      )}
      <div ref={ref} className={styles.end}>
        {isFetchingNextPage && <Loader size="sm" />}
      </div>
    </div>
  );
}

function Choice(props: {
  name: string;
  chosen: readonly string[];
  all: readonly (readonly [string, string])[];
  set: (values: string | undefined) => void;
}) {
  return (
    <fieldset className={styles.choice}>
      <legend className="unseen">{props.name}</legend>
      <Chip.Group
        multiple
        value={[...props.chosen]}
        onChange={(values) => props.set(values.join(",") || undefined)}
      >
        {props.all.map(([value, label]) => (
          <Chip key={value} value={value} size="sm" variant="outline">
            {label}
          </Chip>
        ))}
      </Chip.Group>
    </fieldset>
  );
}
