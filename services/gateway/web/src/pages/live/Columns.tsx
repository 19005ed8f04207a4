import { useTranslation } from "react-i18next";
import type { Card } from "@/live/stream";
import { BoardCard } from "@/pages/live/BoardCard";
import { COLUMNS, type Columns as Sorted } from "@/pages/live/board";
import styles from "@/pages/live/Columns.module.css";

interface Shown {
  columns: Sorted;
  fresh: ReadonlySet<string>;
  opened: string | undefined;
  current: string | undefined;
  lostSince: number | null;
}

/** The four columns, each with its count and its cards. */
export function Columns({ columns, ...shown }: Shown) {
  const { t } = useTranslation("live");
  return COLUMNS.map((name) => {
    const cards = columns[name];
    return (
      <section
        key={name}
        className={styles.column}
        data-vacant={cards.length === 0 || undefined}
        style={{ "--share": Math.min(3, Math.ceil(cards.length / 3)) || 1 } as object}
        aria-labelledby={`column-${name}`}
      >
        <h2 id={`column-${name}`} className={styles.head} data-column={name}>
          <span>{t(`column.${name}`)}</span>
          <span className={styles.count} aria-hidden>
            {cards.length}
          </span>
          <span className="unseen">, {t("column.count", { count: cards.length })}</span>
        </h2>
        {cards.length === 0 ? (
          <p className={styles.vacant}>{t(`column.${name}_none`)}</p>
        ) : (
          <ul className={styles.cards}>
            {cards.map((card) => (
              <Item key={card.order_id} card={card} {...shown} />
            ))}
          </ul>
        )}
      </section>
    );
  });
}

function Item({
  card,
  fresh,
  opened,
  current,
  lostSince,
}: { card: Card } & Omit<Shown, "columns">) {
  return (
    <li>
      <BoardCard
        card={card}
        fresh={fresh.has(card.order_id)}
        opened={opened === card.order_id}
        current={current === card.order_id}
        lostSince={lostSince}
      />
    </li>
  );
}

/** On a phone: how many wait at each stage, and the way there. */
export function StageBar({ columns }: { columns: Sorted }) {
  const { t } = useTranslation("live");
  const go = (name: string) => {
    document.getElementById(`column-${name}`)?.scrollIntoView({ block: "start" });
  };
  return (
    <nav className={styles.stages} aria-label={t("stages")}>
      {COLUMNS.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.stage}
          data-column={name}
          disabled={columns[name].length === 0}
          onClick={() => go(name)}
        >
          <b>{columns[name].length}</b>
          <span>{t(`column.${name}`)}</span>
        </button>
      ))}
    </nav>
  );
}
