import { useTranslation } from "react-i18next";
import type { Day } from "@/pages/reconciliation/day";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { Result } from "@/pages/reconciliation/Result";
import { Side } from "@/pages/reconciliation/Side";
import { useProperty } from "@/session/property";
import { clock, exactly } from "@/ui/time";

/** The three totals of a day side by side, and when they were compared. */
export function Totals({ day }: { day: Day }) {
  const { t, i18n } = useTranslation("reconciliation");
  const { time_zone: zone } = useProperty();
  const shared = { ledger: day.ledger_total, currency: day.currency, silent: t("no_statement") };
  return (
    <>
      <p className={styles.facts}>
        <Result count={day.mismatch_count} />
        <span>{t("day.orders", { count: day.orders })}</span>
        <time dateTime={day.compared_at} title={exactly(day.compared_at, i18n.language, zone)}>
          {t("day.compared", { time: clock(day.compared_at, i18n.language, zone) })}
        </time>
      </p>
      <dl className={styles.sides} data-large>
        <div>
          <dt>{t("col.partner")}</dt>
          <dd>
            <Side {...shared} amount={day.partner_total} />
          </dd>
        </div>
        <div>
          <dt>{t("col.ledger")}</dt>
          <dd>
            <Side {...shared} amount={day.ledger_total} />
          </dd>
        </div>
        <div>
          <dt>{t("col.folio")}</dt>
          <dd>
            <Side {...shared} amount={day.folio_total} />
          </dd>
        </div>
      </dl>
    </>
  );
}
