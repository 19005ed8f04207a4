import { Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Claim } from "@/pages/orders/detail/Claim";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import styles from "@/pages/orders/detail/OrderPanel.module.css";
import { Section } from "@/pages/orders/detail/Section";
import { useMay } from "@/session/property";
import { useNow } from "@/ui/time";

const ClaimForm = lazy(() => import("@/pages/orders/detail/ClaimForm"));
const CLAIM_WITHIN = 7 * 24 * 3600 * 1000;

interface ClaimsOf {
  detail: Detail;
  writing: boolean;
  write: () => void;
  done: () => void;
}

/** What the hotel complained about to the partner, and how that ended (O19, O23). */
export function Claims({ detail, writing, write, done }: ClaimsOf) {
  const { t } = useTranslation("orders");
  const may = useMay("claim");
  const now = useNow(60_000);
  const { claims, ended_at: ended, status } = detail;
  if (claims.length === 0 && (!ended || status === "cancelled")) return null;
  const late = !ended || now > Date.parse(ended) + CLAIM_WITHIN;
  const possible = may && !late && status !== "cancelled" && claims.every(({ outcome }) => outcome);
  return (
    <Section title={t("section.claims")}>
      {claims.length === 0 && !writing && (
        <p className={`${styles.say} ${styles.soft}`}>
          {t(late ? "claim.too_late" : "claim.none")}
        </p>
      )}
      {claims.map((claim) => (
        <Claim key={claim.claim_id} claim={claim} detail={detail} />
      ))}
      {possible && !writing && (
        <Button variant="default" onClick={write}>
          {t("claim.open")}
        </Button>
      )}
      {writing && (
        <Suspense>
          <ClaimForm detail={detail} done={done} />
        </Suspense>
      )}
    </Section>
  );
}
