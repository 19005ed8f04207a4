import { CloseButton, Skeleton } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { loadParts } from "@/i18n";
import { useFocusKept } from "@/pages/orders/detail/focus";
import { StayActions } from "@/pages/stays/StayActions";
import { StayCard } from "@/pages/stays/StayCard";
import { StayContact } from "@/pages/stays/StayContact";
import { StayHistory } from "@/pages/stays/StayHistory";
import { StayLines } from "@/pages/stays/StayLines";
import { StayMails } from "@/pages/stays/StayMails";
import { StayMark } from "@/pages/stays/StayMark";
import styles from "@/pages/stays/StayPanel.module.css";
import { type Stay, useStay } from "@/pages/stays/stay";
import { Clock } from "@/ui/Clock";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Money } from "@/ui/Money";

await loadParts("stays", "stay_mails");

interface Props {
  stay: string;
  close: () => void;
}

/** A stay beside any page: who comes when, what it comes to, and what happened to it (R43). */
export default function StayPanel({ stay: order, close }: Props) {
  const { t } = useTranslation("stays");
  const panel = useRef<HTMLDivElement>(null);
  useFocusKept(panel);
  const { data, error, refetch } = useStay(order);
  return (
    <div ref={panel} className={styles.panel} tabIndex={-1}>
      <header className={styles.bar}>
        {data && <StayMark state={data.state} />}
        <CloseButton size="lg" aria-label={t("panel.close")} onClick={close} />
      </header>
      {data ? <Shown stay={data} /> : <Unshown error={error} retry={() => void refetch()} />}
    </div>
  );
}

function Shown({ stay }: { stay: Stay }) {
  const { t } = useTranslation("stays");
  return (
    <>
      <div className={styles.who}>
        <h2>{stay.guest}</h2>
        <p>
          {t("panel.number")} <strong>{stay.reference}</strong> ·{" "}
          <Clock at={stay.booked_at} dated /> · {t(`source.${stay.source}`)}
        </p>
        {stay.expires_at && (
          <p className={styles.expires}>
            {t("panel.expires")} <Clock at={stay.expires_at} dated />
          </p>
        )}
      </div>
      <div className={styles.body}>
        <StayActions stay={stay} />
        <StayContact stay={stay} />
        <StayLines stay={stay} />
        <StayCard stay={stay} />
        <StayMails order={stay.order_id} />
        <StayHistory stay={stay} />
      </div>
      <footer className={styles.total}>
        <span>{t("panel.total")}</span>
        <strong>
          <Money {...stay.total} />
        </strong>
      </footer>
    </>
  );
}

function Unshown({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation(["stays", "shell"]);
  if (error && asProblem(error).status === 404) {
    return <EmptyState title={t("panel.missing")} why={t("panel.missing_why")} />;
  }
  if (error) return <ErrorState error={error} retry={retry} />;
  return (
    <div className={styles.body} role="status" aria-label={t("loading", { ns: "shell" })}>
      <Skeleton h={32} w="60%" mb="sm" />
      <Skeleton h={18} w="80%" mb="xl" />
      <Skeleton h={120} mb="xl" />
      <Skeleton h={180} />
    </div>
  );
}
