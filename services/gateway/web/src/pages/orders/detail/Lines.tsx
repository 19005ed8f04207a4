import { useTranslation } from "react-i18next";
import styles from "@/pages/orders/detail/Lines.module.css";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { Section } from "@/pages/orders/detail/Section";
import { TaxLines } from "@/pages/orders/detail/TaxLines";
import { Money } from "@/ui/Money";

/** The dishes, and the tax lines once amounts show (O16). */
export function Lines({ detail }: { detail: Detail }) {
  const { t } = useTranslation("orders");
  const { lines, currency, tax_lines: taxes } = detail;
  const priced = lines.some((line) => typeof line.unit_amount === "number");
  return (
    <Section title={t("section.lines")}>
      <ul className={styles.lines}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          <li key={at}>
            <span className={styles.quantity}>{line.quantity} ×</span>
            <span>{line.name}</span>
            {typeof line.unit_amount === "number" && (
              <span className={styles.amount}>
                <Money amount={line.unit_amount * line.quantity} currency={currency} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {!priced && detail.running && <p className={styles.note}>{t("lines.no_prices")}</p>}
      {taxes && taxes.length > 0 && <TaxLines lines={taxes} currency={currency} />}
    </Section>
  );
}
