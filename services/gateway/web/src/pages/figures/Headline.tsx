import { useTranslation } from "react-i18next";
import type { Figures, Sums } from "./answers";
import styles from "./figures.module.css";
import { lengthOf } from "./period";
import { change, givenBackOf } from "./rows";
import { useSay } from "./saying";

/** What the period comes to, and how that is against the period before, in plain words. */
export function Headline({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  const say = useSay();
  const { totals, before, currency } = figures;
  const against = useAgainst(figures);
  const { median, p90 } = totals.delivery;
  const other = (key: "revenue" | "refunded") =>
    totals.other_money.map((one) => say.amount(one[key], one.currency));
  return (
    <dl className={styles.headline}>
      <Tile
        name={t("orders")}
        figure={say.count(totals.orders.all)}
        against={against.share(totals.orders.all, before.orders.all)}
      />
      <Tile
        name={t("revenue")}
        figure={say.amount(totals.money.revenue, currency)}
        apart={other("revenue")}
        against={against.share(totals.money.revenue, before.money.revenue)}
      />
      <Tile
        name={t("median")}
        figure={median == null ? t("nothing") : say.minutes(median)}
        apart={p90 == null ? [] : [t("nine_of_ten", { time: say.minutes(p90) })]}
        against={against.time(totals, before)}
      />
      <Tile
        name={t("refunds")}
        figure={say.amount(totals.money.refunded, currency)}
        apart={[
          t("refunds.of_orders", { count: givenBackOf(totals) }),
          ...other("refunded").filter((_, at) => totals.other_money[at]?.refunded),
        ]}
        against={against.share(totals.money.refunded, before.money.refunded)}
      />
    </dl>
  );
}

function Tile(props: { name: string; figure: string; apart?: string[]; against: string }) {
  return (
    <div className={styles.tile}>
      <dt className={styles.tileName}>{props.name}</dt>
      <dd className={styles.tileFigure}>
        <span className="figures">{props.figure}</span>
        {props.apart?.map((text) => (
          <span key={text} className={styles.apart}>
            {text}
          </span>
        ))}
      </dd>
      <dd className={styles.against}>{props.against}</dd>
    </div>
  );
}

function useAgainst(figures: Figures) {
  const { t } = useTranslation("figures");
  const say = useSay();
  const days = lengthOf(figures);
  const said = (amount: string) => t("against", { change: amount, days });
  return {
    share: (now: number, then: number): string => {
      if (now === then) return t("against.same", { days });
      const share = change(now, then);
      return share === null ? t("against.nothing", { days }) : said(say.moreShare(share));
    },
    time: (now: Sums, then: Sums): string => {
      if (now.delivery.median == null) return "";
      if (then.delivery.median == null) return t("against.nothing", { days });
      const minutes = (seconds: number) => Math.round(seconds / 60);
      const more = minutes(now.delivery.median) - minutes(then.delivery.median);
      return more === 0 ? t("against.same", { days }) : said(say.moreMinutes(more * 60));
    },
  };
}
