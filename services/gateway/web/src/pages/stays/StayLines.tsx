import { Anchor } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLabel } from "@/pages/planning/words";
import styles from "@/pages/stays/StayPanel.module.css";
import { inOrder, type Line, type Stay } from "@/pages/stays/stay";
import { useProperty } from "@/session/property";
import { Money } from "@/ui/Money";
import { money } from "@/ui/money";
import { plainDate } from "@/ui/time";

/** What the stay comes to, night by night; each night leads to its planning (R43). */
export function StayLines({ stay }: { stay: Stay }) {
  const { t, i18n } = useTranslation("stays");
  const { currency } = stay.total;
  const { nights, extras } = inOrder(stay.lines);
  return (
    <section className={styles.section} aria-labelledby="stay-lines">
      <h3 id="stay-lines">{t("lines", { count: nights.length })}</h3>
      <ul className={styles.lines}>
        {nights.map(([night, lines]) => (
          <li key={night}>
            <h4>
              <ToNight night={night} stay={stay.order_id}>
                {plainDate(night, i18n.language, true)}
              </ToNight>
            </h4>
            {lines.map((line) => (
              <OneLine key={line.item_id} line={line} currency={currency} />
            ))}
          </li>
        ))}
        {extras.length > 0 && (
          <li>
            <h4>{t("lines.extras")}</h4>
            {extras.map((line) => (
              <OneLine key={`${line.item_id} ${line.night}`} line={line} currency={currency} />
            ))}
          </li>
        )}
      </ul>
      <dl className={styles.taxes}>
        {stay.taxes.tax_lines.map((tax) => (
          <div key={`${tax.name} ${tax.rate}`}>
            <dt>{t("lines.tax", { name: tax.name || `${Number(tax.rate)} %` })}</dt>
            <dd>
              <Money amount={tax.tax} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      {stay.paid > 0 && <Paid stay={stay} />}
      {stay.other_huts > 0 && (
        <p className={styles.soft}>{t("lines.other_huts", { count: stay.other_huts })}</p>
      )}
    </section>
  );
}

/** What was paid online, what of it was given back, and what is still asked of the guest (R56). */
function Paid({ stay }: { stay: Stay }) {
  const { t } = useTranslation("stays");
  const { currency } = stay.total;
  const rows = [
    ["lines.paid", stay.paid] as const,
    ["lines.refunded", stay.refunded] as const,
    ["lines.due", stay.due] as const,
  ];
  return (
    <dl className={styles.taxes}>
      {rows
        .filter(([, amount]) => amount > 0)
        .map(([key, amount]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <Money amount={amount} currency={currency} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function OneLine({ line, currency }: { line: Line; currency: string }) {
  const { t, i18n } = useTranslation("stays");
  const label = useLabel();
  const extra = line.kind === "supplement";
  return (
    <div className={styles.line}>
      <span className="figures">{line.quantity} ×</span>
      <span>
        {label(line.name)}
        <span className={styles.soft}>
          {line.stock_type ?? (extra && line.night && plainDate(line.night, i18n.language, true))}
          {extra && !line.night && t("lines.once")}{" "}
          {t("lines.each", { price: money(line.unit_amount, currency, i18n.language) })}
        </span>
      </span>
      <Money amount={line.total} currency={currency} />
    </div>
  );
}

/** "Voir le planning": the day's panel, beside this stay. */
export function ToNight(props: { night: string; stay: string; children: string }) {
  const { id: property } = useProperty();
  const navigate = useNavigate();
  const search = { day: props.night, from: props.night, stay: props.stay };
  return (
    <Anchor
      component="button"
      type="button"
      inherit
      c="inherit"
      underline="always"
      onClick={() =>
        void navigate({
          to: "/p/$property/planning",
          params: { property },
          search: search as never,
        })
      }
    >
      {props.children}
    </Anchor>
  );
}
