import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/pages/orders/detail/Lines.module.css";
import { Money } from "@/ui/Money";

/** Tax lines under each other: what is collected is their sum (O16). */
export function TaxLines(props: { lines: Schemas["TaxLineAnswer"][]; currency: string }) {
  const { t } = useTranslation(["orders", "states"]);
  const { lines, currency } = props;
  return (
    <table className={styles.taxes}>
      <caption className="unseen">{t("taxes")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("tax.line", { ns: "states" })}</th>
          <th scope="col">{t("tax.net", { ns: "states" })}</th>
          <th scope="col">{t("tax.tax", { ns: "states" })}</th>
          <th scope="col">{t("tax.gross", { ns: "states" })}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.name} ${line.rate}`}>
            <th scope="row">{line.name}</th>
            <td>
              <Money amount={line.net} currency={currency} />
            </td>
            <td>
              <Money amount={line.tax} currency={currency} />
            </td>
            <td>
              <Money amount={line.gross} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
