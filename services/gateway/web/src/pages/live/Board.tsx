import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useLink } from "@/live/LiveProvider";
import { onBoard } from "@/live/staying";
import type { Board as Cards } from "@/live/stream";
import styles from "@/pages/live/Board.module.css";
import { COLUMNS, columnsOf } from "@/pages/live/board";
import { Columns, StageBar } from "@/pages/live/Columns";
import columnStyles from "@/pages/live/Columns.module.css";
import { useFresh } from "@/pages/live/fresh";
import { useWalking } from "@/pages/live/walking";
import { EmptyState } from "@/ui/EmptyState";
import { useNow } from "@/ui/time";

/** The cards in their columns, by keyboard too; what is to be said where there are none. */
export function Board({ cards, query, wall }: { cards: Cards; query: string; wall: boolean }) {
  const { t } = useTranslation(["live", "shell"]);
  const element = useRef<HTMLElement>(null);
  const now = useNow(15_000);
  const columns = useMemo(() => columnsOf(cards.values(), now, query), [cards, now, query]);
  const count = COLUMNS.reduce((sum, name) => sum + columns[name].length, 0);
  const fresh = useFresh();
  const [{ order }] = useAddress();
  const link = useLink();
  const { current, ...walking } = useWalking(columns, element);
  const lost = link.state === "lost" || link.state === "out";

  if (count === 0 && !query) return <EmptyState title={t("empty.title")} why={t("empty.why")} />;
  if (count === 0) {
    const some = [...cards.values()].some((card) => onBoard(card, now));
    return (
      <EmptyState
        title={t("search.none", { ns: "shell", query })}
        why={some ? t("none.why") : t("empty.title")}
      />
    );
  }
  return (
    <section
      ref={element}
      className={styles.board}
      data-wall={wall || undefined}
      style={wall ? { fontSize: wallSize(count) } : undefined}
      aria-label={t("page.live", { ns: "shell" })}
      {...walking}
    >
      <StageBar columns={columns} />
      <div className={`${styles.columns} ${wall ? columnStyles.columnsOnWall : ""}`}>
        <Columns
          columns={columns}
          fresh={fresh}
          opened={order}
          current={current}
          lostSince={lost ? link.since : null}
        />
      </div>
    </section>
  );
}

/** On the wall the fewer cards there are, and the wider the screen, the larger they stand. */
function wallSize(count: number): string {
  const size = count <= 4 ? 1.6 : count <= 9 ? 1.3 : count <= 16 ? 1.05 : 0.8;
  return `max(${size}rem, ${size}vw)`;
}
