import { Skeleton } from "@mantine/core";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { Folio } from "@/pages/orders/detail/Folio";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { Section } from "@/pages/orders/detail/Section";
import { TaxLines } from "@/pages/orders/detail/TaxLines";
import styles from "@/pages/orders/detail/Why.module.css";
import { When } from "@/pages/orders/When";
import { useProperty } from "@/session/property";
import { ErrorState } from "@/ui/ErrorState";
import { Money } from "@/ui/Money";

type Billing = Schemas["Billing"];

/** From what was ordered to what is owed, step by step, and what the folio holds of it (O14, O16). */
export function Why({ detail, ref }: { detail: Detail; ref: Ref<HTMLElement> }) {
  const { t } = useTranslation("orders");
  const { id: property } = useProperty();
  const billing = api.useQuery("get", "/api/v1/properties/{property}/orders/{order}/billing", {
    params: { path: { property, order: detail.order_id } },
  });
  return (
    <Section title={t("section.why")} ref={ref}>
      {billing.data && <Statement billing={billing.data} />}
      {billing.data && <Folio billing={billing.data} />}
      {!billing.data && billing.error && (
        <ErrorState error={billing.error} retry={() => void billing.refetch()} />
      )}
      {billing.isPending && <Skeleton height={72} />}
    </Section>
  );
}

function Statement({ billing }: { billing: Billing }) {
  const { t } = useTranslation("orders");
  const { explanation, owed } = billing;
  const counted = explanation.filter((step) => typeof step.amount === "number");
  if (counted.length === 0 || !owed) {
    return explanation.map(({ code }) => (
      <p key={code} className={styles.word}>
        {t(`step.${code}`)}
      </p>
    ));
  }
  return (
    <>
      <ol className={styles.steps}>
        {counted.map((step) => (
          <Step key={`${step.code} ${step.refund_id ?? ""}`} step={step} billing={billing} />
        ))}
      </ol>
      <p className={styles.sum}>
        <span>{t("step.owed")}</span>
        <Money amount={owed.total} currency={owed.currency} />
      </p>
      {owed.tax_lines.length > 0 && billing.refunds.length > 0 && (
        <TaxLines lines={owed.tax_lines} currency={owed.currency} />
      )}
    </>
  );
}

function Step({ step, billing }: { step: Schemas["Step"]; billing: Billing }) {
  const { t } = useTranslation("orders");
  const refund = billing.refunds.find(({ refund_id: id }) => id === step.refund_id);
  return (
    <li>
      <span>
        {t(`step.${step.code}`)}
        <span className={styles.about}>
          {step.at && <When at={step.at} />}
          {refund?.reason && `, ${refund.reason}`}
          {refund && <span className={styles.id}> {refund.refund_id}</span>}
        </span>
      </span>
      <Money amount={step.amount ?? 0} currency={billing.owed?.currency ?? "EUR"} />
    </li>
  );
}
