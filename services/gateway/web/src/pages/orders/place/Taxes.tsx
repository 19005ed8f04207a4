import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { taxesOf, totalOf, type Written } from "@/pages/orders/place/order";
import styles from "@/pages/orders/place/PlaceOrder.module.css";
import { typedAmount } from "@/pages/orders/typedAmount";
import { useProperty } from "@/session/property";
import { Money } from "@/ui/Money";

interface TaxesOf {
  written: Written;
  change: (taxes: Written["taxes"]) => void;
  wrong: (field: string) => string | undefined;
}

/** The tax lines as they follow from the dishes, and the total that they come to (O16). */
export function Taxes({ written, change, wrong }: TaxesOf) {
  const { t, i18n } = useTranslation("orders");
  const { currency } = useProperty();
  const taxes = taxesOf(written, currency);
  const problem = wrong("tax_lines") ?? wrong("total");
  return (
    <div>
      {taxes.map(({ rate, gross, tax }) => (
        <div key={rate} className={styles.tax}>
          <span>{t("place.tax_line", { rate: Number(rate) })}</span>
          <TextInput
            size="xs"
            inputMode="decimal"
            aria-label={t("place.tax_of", { rate: Number(rate) })}
            value={written.taxes[rate] ?? typedAmount(tax, currency, i18n.language)}
            error={wrong(`tax.${rate}`)}
            onChange={(event) => change({ ...written.taxes, [rate]: event.currentTarget.value })}
          />
          <Money amount={gross} currency={currency} />
        </div>
      ))}
      <p className={styles.total}>
        <span>{t("place.total")}</span>
        <output>
          <Money amount={totalOf(taxes)} currency={currency} />
        </output>
      </p>
      {problem && <p className={styles.wrong}>{problem}</p>}
    </div>
  );
}
