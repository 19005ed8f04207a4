import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "@/live/stream";
import styles from "@/pages/live/BoardCard.module.css";
import { CardChat } from "@/pages/live/CardChat";
import { Countdown } from "@/pages/live/Countdown";
import { useProperty } from "@/session/property";
import { Clock, Expected } from "@/ui/Clock";
import { TotalDue } from "@/ui/Money";
import { Phone } from "@/ui/Phone";
import { StatusMark, shapeOf } from "@/ui/StatusMark";
import { clock } from "@/ui/time";

interface Shown {
  card: Card;
  /** It has just changed. */
  fresh: boolean;
  /** Its detail is open beside the board. */
  opened: boolean;
  /** The card that Tab reaches; the arrows lead to the others. */
  current: boolean;
  /** When the connection went, in milliseconds; what is shown is as of then. */
  lostSince: number | null;
}

/** One order, readable from a metre: room, minutes left, code. */
export const BoardCard = memo(function BoardCard(shown: Shown) {
  const { card, fresh, opened, current, lostSince } = shown;
  const { t } = useTranslation("live");
  const tabIndex = current ? 0 : -1;
  return (
    <article
      className={`${styles.card} ${fresh ? "news" : ""}`}
      data-fresh={fresh || undefined}
      data-opened={opened || undefined}
      data-shape={shapeOf(card)}
      data-stale={lostSince !== null || undefined}
    >
      <div className={styles.top}>
        <h3 className={styles.who}>
          <Link
            to="."
            search={((before: object) => ({ ...before, order: card.order_id })) as never}
            resetScroll={false}
            className={styles.cover}
            data-card={card.order_id}
            tabIndex={tabIndex}
            aria-current={opened || undefined}
          >
            <span className="unseen">{t("room")} </span>
            <span className={styles.room} data-long={card.room.length > 5 || undefined}>
              {card.room}
            </span>
            <span className={styles.guest}>{card.guest}</span>
          </Link>
          <span className={styles.restaurant}>{card.restaurant}</span>
        </h3>
        {card.running ? <Countdown card={card} /> : <Ended card={card} />}
      </div>
      {card.running ? <Coming card={card} tabIndex={tabIndex} /> : <Settled card={card} />}
      <Trouble card={card} />
      <footer className={styles.foot}>
        {card.chat.opened && <CardChat card={card} tabIndex={tabIndex} />}
        {lostSince !== null && <AsOf at={lostSince} />}
        <span className={styles.reference}>{card.reference}</span>
      </footer>
    </article>
  );
});

/** What is asked while one waits: where it is, when it comes, the code, who brings it. */
function Coming({ card, tabIndex }: { card: Card; tabIndex: number }) {
  const { t } = useTranslation("live");
  return (
    <>
      <p className={styles.when}>
        <StatusMark card={card} />
        <strong>
          <Expected at={card.expected_at} />
        </strong>
      </p>
      {card.validation_code && (
        <p className={styles.code}>
          <span>{t("code")}</span>
          <strong>{card.validation_code}</strong>
        </p>
      )}
      {card.courier ? (
        <p className={styles.courier}>
          <span className="unseen">{t("courier")} </span>
          <b>{card.courier.name}</b>
          {card.courier.phone && (
            <Phone
              number={card.courier.phone}
              label={t("call", { name: card.courier.name })}
              tabIndex={tabIndex}
            />
          )}
        </p>
      ) : (
        <p className={styles.soft}>{t("courier_coming")}</p>
      )}
    </>
  );
}

/** How it ended, large and in a word, and when. */
function Ended({ card }: { card: Card }) {
  return (
    <div className={styles.ended}>
      <StatusMark card={card} />
      {card.ended_at && <Clock at={card.ended_at} />}
    </div>
  );
}

/** What is to be collected, or that it is on the room's bill; why nothing came. */
function Settled({ card }: { card: Card }) {
  const { t } = useTranslation(["live", "states"]);
  const { state } = card.folio;
  if (card.total_due !== "now") {
    return card.end_reason && <p className={styles.soft}>{card.end_reason}</p>;
  }
  const byHand = state === "none" || state === "attention";
  return (
    <p className={styles.due}>
      <span>{byHand ? t("collect") : t(`folio.${state}`, { ns: "states" })}</span>
      <strong>
        <TotalDue card={card} />
      </strong>
    </p>
  );
}

/** What only a person can mend. */
function Trouble({ card }: { card: Card }) {
  const { t } = useTranslation(["live", "states"]);
  const { state, problem } = card.folio;
  const folio = state === "attention" || state === "unknown";
  if (!folio && card.open_tasks === 0) return null;
  const said = [
    folio && t(`folio.${state}`, { ns: "states" }),
    folio && problem && t(`folio_problem.${problem}`, { ns: "states" }),
    card.open_tasks > 0 && t("tasks", { count: card.open_tasks }),
  ];
  return (
    <p className={styles.trouble}>
      <IconAlertTriangle size="1.15em" aria-hidden />
      <span>{said.filter(Boolean).join(" · ")}</span>
    </p>
  );
}

function AsOf({ at }: { at: number }) {
  const { t, i18n } = useTranslation("live");
  const { time_zone: zone } = useProperty();
  const time = clock(new Date(at).toISOString(), i18n.language, zone);
  return <span className={styles.stale}>{t("as_of", { time })}</span>;
}
