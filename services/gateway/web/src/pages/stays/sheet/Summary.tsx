import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useLabel } from "@/pages/planning/words";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { inOrder, type Line } from "@/pages/stays/stay";
import { Money } from "@/ui/Money";
import { plainDate } from "@/ui/time";

interface SummaryOf {
  price: Schemas["Price"] | undefined;
  stale: boolean;
  /** What the stay comes to before the change. */
  before?: number;
}

/** The price, line by line, and the total; of a change, what it was before and the difference. */
export function Summary({ price, stale, before }: SummaryOf) {
  const { t } = useTranslation("stays");
  if (!price) return <p className={styles.none}>{t("summary.none")}</p>;
  const { currency, total } = price;
  return (
    <div className={styles.summary} data-stale={stale || undefined} aria-busy={stale}>
      {price.shares.map(({ property_id, property_name }) => (
        <section key={property_id}>
          {price.shares.length > 1 && <h4 className={styles.hut}>{property_name}</h4>}
          <OfHut
            level={price.shares.length > 1 ? "h5" : "h4"}
            lines={price.lines.filter((line) => line.property_id === property_id)}
            currency={currency}
          />
        </section>
      ))}
      {before !== undefined && (
        <dl className={styles.before}>
          <div>
            <dt>{t("summary.before")}</dt>
            <dd>
              <Money amount={before} currency={currency} />
            </dd>
          </div>
          <div>
            <dt>{t("summary.difference")}</dt>
            <dd data-more={total > before || undefined}>
              {total > before && "+"}
              <Money amount={total - before} currency={currency} />
            </dd>
          </div>
        </dl>
      )}
    </div>
  );
}

interface HutOf {
  lines: readonly Line[];
  currency: string;
  /** Of the nights' headings: below the hut's name, where that is said. */
  level: "h4" | "h5";
}

function OfHut({ lines, currency, level: Heading }: HutOf) {
  const { t, i18n } = useTranslation("stays");
  const { nights, extras } = inOrder(lines);
  return (
    <ul>
      {nights.map(([night, slept]) => (
        <li key={night}>
          <Heading className={styles.night}>{plainDate(night, i18n.language, true)}</Heading>
          <Lines lines={slept} currency={currency} />
        </li>
      ))}
      {extras.length > 0 && (
        <li>
          <Heading className={styles.night}>{t("lines.extras")}</Heading>
          <Lines lines={extras} currency={currency} />
        </li>
      )}
    </ul>
  );
}

function Lines({ lines, currency }: { lines: readonly Line[]; currency: string }) {
  const label = useLabel();
  return lines.map((line) => (
    <p key={`${line.item_id} ${line.night}`}>
      <span>
        {line.quantity} × {label(line.name)}
        {line.stock_type && <small>{line.stock_type}</small>}
      </span>
      <Money amount={line.total} currency={currency} />
    </p>
  ));
}

/** The total, wherever one is in the sheet. */
export function Total({ price, stale }: Omit<SummaryOf, "before">) {
  const { t } = useTranslation("stays");
  return (
    <p className={styles.total} data-stale={stale || undefined}>
      <span>{t("panel.total")}</span>
      <output aria-live="polite">
        {price ? <Money amount={price.total} currency={price.currency} /> : "–"}
      </output>
    </p>
  );
}
