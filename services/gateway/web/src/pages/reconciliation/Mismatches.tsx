import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import type { Mismatch } from "@/pages/reconciliation/day";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { Side } from "@/pages/reconciliation/Side";
import { moveAmongRows } from "@/ui/rows";

/** Each order that differs: its three amounts, why, and what to do. */
export function Mismatches(props: { mismatches: readonly Mismatch[]; currency: string }) {
  const { t } = useTranslation("reconciliation");
  return (
    <section onKeyDown={moveAmongRows} aria-labelledby="mismatches">
      <h3 id="mismatches" className={styles.heading}>
        {t("mismatches")}
      </h3>
      <ul className={styles.mismatches}>
        {props.mismatches.map((one) => (
          <MismatchCard
            key={one.order_id ?? one.external_id}
            mismatch={one}
            currency={props.currency}
          />
        ))}
      </ul>
    </section>
  );
}

function MismatchCard({ mismatch, currency }: { mismatch: Mismatch; currency: string }) {
  const { t } = useTranslation("reconciliation");
  const [{ order }] = useAddress();
  const shared = { ledger: mismatch.ledger, currency, silent: t("nothing_said") };
  const chosen = !!order && order === mismatch.order_id;
  return (
    <li className={styles.mismatch} data-chosen={chosen} data-row-around>
      <p className={styles.whose}>
        <Whose mismatch={mismatch} />
        {mismatch.external_id && (
          <span className={styles.external}>
            {t("mismatch.external", { id: mismatch.external_id })}
          </span>
        )}
      </p>
      <dl className={styles.sides}>
        <div>
          <dt>{t("col.partner")}</dt>
          <dd>
            <Side {...shared} amount={mismatch.partner} />
          </dd>
        </div>
        <div>
          <dt>{t("col.ledger")}</dt>
          <dd>
            <Side {...shared} amount={mismatch.ledger} />
          </dd>
        </div>
        <div>
          <dt>{t("col.folio")}</dt>
          <dd>
            <Side {...shared} amount={mismatch.folio} />
          </dd>
        </div>
      </dl>
      <ul className={styles.reasons}>
        {mismatch.reasons.map((reason) => (
          <li key={reason}>
            {t(`why.${reason}`)}
            <strong>
              <IconArrowRight size={16} aria-hidden />
              {t(`do.${reason}`)}
            </strong>
          </li>
        ))}
      </ul>
    </li>
  );
}

function Whose({ mismatch: { order_id: order, reference } }: { mismatch: Mismatch }) {
  const { t } = useTranslation("reconciliation");
  if (!order) return <strong>{t("mismatch.unknown")}</strong>;
  const search = (before: object) => ({ ...before, order });
  return (
    <Link to="." search={search as never} resetScroll={false} className={styles.order} data-row>
      {reference ?? order}
    </Link>
  );
}
