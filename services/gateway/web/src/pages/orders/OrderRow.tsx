import { IconMessageCircle, IconUserExclamation } from "@tabler/icons-react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "@/live/stream";
import { FolioMark } from "@/pages/orders/FolioMark";
import styles from "@/pages/orders/OrderList.module.css";
import { When } from "@/pages/orders/When";
import { Expected } from "@/ui/Clock";
import { TotalDue } from "@/ui/Money";
import { StatusMark } from "@/ui/StatusMark";

interface Row {
  id: string;
  card: Card;
  index: number;
  active: boolean;
  opened: boolean;
  news: boolean;
  open: () => void;
}

/** One order of the list: a line on a desk, two lines on a phone. */
export const OrderRow = memo(Drawn, isSame);

function isSame({ open: _old, ...before }: Row, { open: _new, ...now }: Row): boolean {
  return Object.entries(now).every(
    ([name, value]) => before[name as keyof typeof before] === value,
  );
}

function Drawn({ id, card, index, active, opened, news, open }: Row) {
  const { t } = useTranslation("orders");
  const choose = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  const address = `/p/${encodeURIComponent(card.property_id)}/orders?order=${card.order_id}`;
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={opened}
      className={`${styles.row} ${styles.order} ${news ? "news" : ""}`}
      data-active={active || undefined}
      onClick={choose}
    >
      <td className={styles.reference}>
        <a href={address} tabIndex={-1}>
          {card.reference}
        </a>
      </td>
      <td className={styles.state}>
        <StatusMark card={card} />
      </td>
      <td className={styles.room}>{card.room}</td>
      <td className={styles.guest}>{card.guest}</td>
      <td className={styles.restaurant}>{card.restaurant}</td>
      <td className={styles.placed}>
        <When at={card.placed_at} />
      </td>
      <td className={styles.time}>
        <EndOrExpected card={card} />
      </td>
      <td className={styles.collect} data-due={card.total_due}>
        <TotalDue card={card} />
      </td>
      <td className={styles.folio}>
        <FolioMark card={card} />
      </td>
      <td className={styles.marks}>
        {card.chat.unanswered && (
          <span className={styles.chat} title={t("mark.chat")}>
            <IconMessageCircle size={18} aria-hidden />
            <span className="unseen">{t("mark.chat")}</span>
          </span>
        )}
        {card.open_tasks > 0 && (
          <span className={styles.task} title={t("mark.tasks", { count: card.open_tasks })}>
            <IconUserExclamation size={18} aria-hidden />
            <span className="unseen">{t("mark.tasks", { count: card.open_tasks })}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

function EndOrExpected({ card }: { card: Card }) {
  if (card.ended_at) return <When at={card.ended_at} />;
  return <Expected at={card.expected_at} />;
}
