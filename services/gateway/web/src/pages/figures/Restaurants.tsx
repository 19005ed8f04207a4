import { useTranslation } from "react-i18next";
import type { Figures } from "./answers";
import styles from "./figures.module.css";
import { useSay } from "./saying";

/** The restaurants most ordered from; the bar is their share of the first one's orders. */
export function Restaurants({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  const say = useSay();
  const most = figures.restaurants[0]?.orders ?? 1;
  return (
    <section className={styles.box} aria-labelledby="restaurants">
      <h2 id="restaurants" className={styles.title}>
        {t("restaurants")}
      </h2>
      <ol className={styles.ranking}>
        {figures.restaurants.map((one) => (
          <li key={one.restaurant} className={styles.rank}>
            <span className={styles.rankName}>{one.restaurant}</span>
            <span className="figures">{t("restaurants.orders", { count: one.orders })}</span>
            <span className={styles.rankBar} aria-hidden>
              <span style={{ width: `${(100 * one.orders) / most}%` }} />
            </span>
            <span className={styles.rankMore}>
              {[
                one.delivery.median != null &&
                  t("restaurants.median", { time: say.minutes(one.delivery.median) }),
              ].filter(Boolean)}
            </span>
            <span className={`${styles.rankMoney} figures`}>
              {[one.money, ...one.other_money]
                .map((amount) => say.amount(amount.revenue, amount.currency))
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
