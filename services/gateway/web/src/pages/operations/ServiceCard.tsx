import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import type { Service } from "./answers";
import { Figure } from "./Figure";
import styles from "./operations.module.css";
import { Sparkline } from "./Sparkline";
import { StandingMark } from "./StandingMark";
import { useSay } from "./saying";
import { LIMITS, lagOf, levelOf, rateOf } from "./troubles";

/** A service in the picture: how it stands, what waits for it, what it set aside. */
export function ServiceCard(props: { service: Service; now: number; chosen: boolean }) {
  const { service, now, chosen } = props;
  const { t } = useTranslation("operations");
  const [, change] = useAddress();
  const say = useSay();
  const { outbox, effects } = service;
  const lag = lagOf(service);
  const open = () =>
    change({ service: chosen ? undefined : service.service, list: undefined, at: undefined });
  const show = (list: string) => change({ service: service.service, list, at: undefined });
  return (
    <article className={styles.card} data-state={service.state} data-chosen={chosen || undefined}>
      <header className={styles.cardHead}>
        <h2 className={styles.cardName}>
          <button
            id={`card-${service.service}`}
            type="button"
            className={styles.open}
            aria-expanded={chosen}
            onClick={open}
          >
            {service.service}
          </button>
        </h2>
        <StandingMark state={service.state} />
      </header>
      <p className={styles.heard}>
        {service.heard_at
          ? t("heard", {
              count: service.processes.length,
              age: say.age(Math.max(0, now - Date.parse(service.heard_at)) / 1000),
            })
          : t("heard.never")}
      </p>
      <div className={styles.pulse}>
        <p className={styles.lag} data-level={levelOf(lag, LIMITS.lag)}>
          <strong>{say.count(lag)}</strong>
          <span>{t("lag.waiting")}</span>
        </p>
        <Sparkline service={service.service} />
      </div>
      <dl className={styles.figures}>
        <Figure name={t("rate")} value={say.rate(rateOf(service))} quiet />
        <Figure
          name={t("outbox")}
          value={withAge(outbox.count, outbox.oldest_seconds)}
          level={levelOf(outbox.oldest_seconds, LIMITS.outbox)}
        />
        <Figure
          name={t("effects")}
          value={withAge(effects.waiting, effects.oldest_seconds)}
          level={levelOf(effects.oldest_seconds, LIMITS.effects)}
        />
        <Figure
          name={t("parked")}
          value={say.count(service.parked)}
          level={service.parked > 0 ? "grave" : "well"}
          onOpen={() => show("parked")}
        />
        <Figure
          name={t("dead")}
          value={say.count(service.dead)}
          level={service.dead > 0 ? "grave" : "well"}
          onOpen={() => show("dead")}
        />
        <Figure
          name={t("breakers")}
          value={service.open_breakers.join(", ") || say.count(0)}
          level={service.open_breakers.length > 0 ? "watch" : "well"}
        />
      </dl>
    </article>
  );

  function withAge(count: number, seconds: number): string {
    return seconds >= 1 ? `${say.count(count)} · ${say.age(seconds)}` : say.count(count);
  }
}
