import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import styles from "@/pages/activity/Feed.module.css";
import type { Burst, Entry } from "@/pages/activity/feed";
import { KindMark } from "@/pages/activity/KindMark";
import { usePhrase } from "@/pages/activity/usePhrase";
import { useProperty } from "@/session/property";
import { Clock } from "@/ui/Clock";

/** What one order did within a minute: the newest in full, the others below it. */
export function FeedRow({ burst, fresh }: { burst: Burst; fresh: (entry: Entry) => boolean }) {
  const [{ order: opened }] = useAddress();
  const phrase = usePhrase();
  const [newest, ...others] = burst.entries;
  if (!newest) return null;
  const { order } = newest;
  const chosen = !!order && order.order_id === opened;
  return (
    <li
      className={fresh(newest) ? `${styles.row} news` : styles.row}
      data-row-around
      data-chosen={chosen}
    >
      <span className={styles.time}>
        <Clock at={newest.at} />
      </span>
      <KindMark entry={newest} />
      <div className={styles.said}>
        <RowLink entry={newest} chosen={chosen}>
          <Whom entry={newest} />
          <span className={styles.phrase}>{phrase(newest)}</span>
        </RowLink>
        <About entries={burst.entries} />
        {others.length > 0 && (
          <ul className={styles.others}>
            {others.map((entry) => (
              <li key={entry.id}>
                <KindMark entry={entry} small />
                {phrase(entry)}
              </li>
            ))}
          </ul>
        )}
      </div>
      {order && <span className={styles.reference}>{order.reference}</span>}
    </li>
  );
}

function Whom({ entry: { order } }: { entry: Entry }) {
  const { t } = useTranslation("activity");
  if (!order) return null;
  return (
    <>
      <strong className={styles.room}>{t("feed.room", { room: order.room })}</strong>
      {" · "}
      {order.guest}
      {" — "}
    </>
  );
}

/** Opens the order beside the feed; what is of no order leads to the tasks that it made. */
function RowLink(props: { entry: Entry; chosen: boolean; children: ReactNode }) {
  const { id } = useProperty();
  const { order } = props.entry;
  const shared = { className: styles.link, "data-row": true };
  if (!order) {
    return (
      <Link {...shared} to="/p/$property/tasks" params={{ property: id }}>
        {props.children}
      </Link>
    );
  }
  const search = (before: object) => ({ ...before, order: order.order_id });
  return (
    <Link
      {...shared}
      to="."
      search={search as never}
      resetScroll={false}
      aria-current={props.chosen || undefined}
    >
      {props.children}
    </Link>
  );
}

function About({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation("activity");
  const restaurant = entries[0]?.order?.restaurant;
  const names = [...new Set(entries.map(({ by }) => by).filter((name) => !!name))];
  const by = names.length > 0 ? t("feed.by", { name: names.join(", ") }) : null;
  const said = [restaurant, by].filter(Boolean);
  return said.length > 0 ? <p className={styles.about}>{said.join(" · ")}</p> : null;
}
