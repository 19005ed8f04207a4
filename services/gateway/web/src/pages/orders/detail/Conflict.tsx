import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/orders/detail/Conflict.module.css";
import { type Basis, basisOf, type Difference, differences } from "@/pages/orders/detail/conflict";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { money } from "@/ui/money";

/** Says that the order changed while a form was open, and shows both: how it was, how it is. */
export function Conflict({ detail }: { detail: Detail }) {
  const { t } = useTranslation("orders");
  const now = basisOf(detail);
  const [before, setBefore] = useState<Basis>(now);
  const word = useWord();
  const found = differences(before, now);
  if (found.length === 0) return null;
  return (
    <div className={styles.conflict} role="alert">
      <p className={styles.title}>{t("conflict.title")}</p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("conflict.before")}</th>
            <th scope="col">{t("conflict.now")}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((difference) => (
            <tr key={difference.field}>
              <th scope="row">{t(`conflict.${difference.field}`)}</th>
              <td>{word(difference, "before")}</td>
              <td>
                <strong>{word(difference, "now")}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("conflict.why")}</p>
      <Button variant="default" size="compact-sm" onClick={() => setBefore(now)}>
        {t("conflict.seen")}
      </Button>
    </div>
  );
}

function useWord(): (difference: Difference, side: "before" | "now") => string {
  const { t, i18n } = useTranslation("states");
  return (difference, side) => {
    if (difference.field === "status") return t(`status.${difference[side]}`);
    if (difference.field !== "total") return String(difference[side]);
    const { total_due: due, total } = difference[side];
    if (due === "now" && total) return money(total.amount, total.currency, i18n.language);
    return t(due === "after_delivery" ? "total.after_delivery" : "total.nothing");
  };
}
