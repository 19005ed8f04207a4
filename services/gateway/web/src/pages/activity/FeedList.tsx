import { Button, Skeleton } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/activity/Feed.module.css";
import { FeedRow } from "@/pages/activity/FeedRow";
import { byDay, type Entry, type Feed, isShown, type Shown } from "@/pages/activity/feed";
import { useProperty } from "@/session/property";
import { moveAmongRows } from "@/ui/rows";
import { day as dayOf, localDay, plainDate, useNow } from "@/ui/time";

const SCROLLED = 80;
// So many entries without one of the wanted sort are read by themselves; then a person asks.
const STRETCH = 600;

interface Props {
  feed: Feed;
  shown: Shown;
  failed: boolean;
  older: () => Promise<void>;
}

/** The feed under its days. What comes while one reads further down waits behind a button. */
export function FeedList({ feed, shown, failed, older }: Props) {
  const { t } = useTranslation("activity");
  const { time_zone: zone } = useProperty();
  const scroll = useRef<HTMLElement>(null);
  const wanted = feed.entries.filter((entry) => isShown(entry, shown));
  const newest = wanted[0]?.id ?? "";
  const [held, setHeld] = useState<string | null>(null);
  const [first] = useState(newest);
  const entries = held === null ? wanted : wanted.filter(({ id }) => id <= held);
  const waiting = wanted.length - entries.length;

  const scrolled = () => {
    const down = (scroll.current?.scrollTop ?? 0) > SCROLLED;
    setHeld((now) => (down ? (now ?? newest) : null));
  };
  const toTop = () => {
    setHeld(null);
    scroll.current?.scrollTo({ top: 0 });
    scroll.current?.querySelector<HTMLElement>("[data-row]")?.focus({ preventScroll: true });
  };

  return (
    <section
      ref={scroll}
      className={styles.scroll}
      aria-label={t("feed.list")}
      onScroll={scrolled}
      onKeyDown={moveAmongRows}
    >
      {waiting > 0 && (
        <div className={styles.fresh}>
          <Button
            radius="xl"
            size="compact-md"
            onClick={toTop}
            leftSection={<IconArrowUp size={16} />}
          >
            {t("feed.fresh", { count: waiting })}
          </Button>
        </div>
      )}
      {byDay(entries, zone).map(({ day, bursts }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className={styles.day}>
            <DayName day={day} />
          </h2>
          <ol className={styles.list}>
            {bursts.map((burst) => (
              <FeedRow key={burst.key} burst={burst} fresh={(entry: Entry) => entry.id > first} />
            ))}
          </ol>
        </section>
      ))}
      <Below feed={feed} last={entries.at(-1)} {...{ failed, older, scroll }} />
    </section>
  );
}

function DayName({ day }: { day: string }) {
  const { t, i18n } = useTranslation("activity");
  const { time_zone: zone } = useProperty();
  const now = useNow(60_000);
  const date = plainDate(day, i18n.language, true);
  if (day === localDay(now, zone)) return `${t("day.today")} · ${date}`;
  if (day === localDay(now - 86_400_000, zone)) return `${t("day.yesterday")} · ${date}`;
  return date;
}

/** Reads on when one comes near the end, and says where it ends. */
function Below(props: {
  feed: Feed;
  last: Entry | undefined;
  failed: boolean;
  older: () => Promise<void>;
  scroll: React.RefObject<HTMLElement | null>;
}) {
  const { t, i18n } = useTranslation(["activity", "shell"]);
  const { time_zone: zone } = useProperty();
  const { feed, last, failed, older, scroll } = props;
  const end = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(0);
  const known = feed.entries.length;
  const matched = last ? feed.entries.indexOf(last) : 0;
  const byItself = !failed && feed.next !== null && known - Math.max(matched, asked) < STRETCH;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when more is known
  useEffect(() => {
    if (!byItself || !end.current) return;
    const near = { root: scroll.current, rootMargin: "600px" };
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && void older(), near);
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [byItself, known, older, scroll]);

  const further = () => {
    setAsked(known);
    void older();
  };
  if (feed.next === null) return <p className={styles.end}>{t("feed.start")}</p>;
  if (byItself) {
    return (
      <div ref={end} className={styles.end}>
        <Skeleton h={56} radius="lg" />
      </div>
    );
  }
  const until = feed.entries.at(-1)?.at;
  return (
    <div className={styles.end}>
      {!failed && until && (
        <p>{t("feed.none_title", { day: dayOf(until, i18n.language, zone) })}</p>
      )}
      <Button variant="default" onClick={further}>
        {failed ? t("retry", { ns: "shell" }) : t("feed.further")}
      </Button>
    </div>
  );
}
