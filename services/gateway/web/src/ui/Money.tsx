import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { money } from "@/ui/money";

/** An amount, in figures that stand under each other. */
export function Money({ amount, currency }: { amount: number; currency: string }) {
  const { i18n } = useTranslation();
  return <span className="figures">{money(amount, currency, i18n.language)}</span>;
}

/** What is to be collected of an order: an amount only when it is due, else a word (O14). */
export function TotalDue({ card }: { card: Schemas["Card"] }) {
  const { t } = useTranslation("states");
  if (card.total_due === "now" && card.total) return <Money {...card.total} />;
  return (
    <span>{t(card.total_due === "after_delivery" ? "total.after_delivery" : "total.nothing")}</span>
  );
}
