import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useSeries } from "../asking";
import type { Measure } from "../curve";
import { useSay } from "../saying";
import { LIMITS } from "../troubles";
import { Curve } from "./Curve";
import styles from "./panel.module.css";

/** A service's last half hour. Choosing an instant leads to what was set aside around it. */
export function Curves({ service }: { service: string }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const { data } = useSeries(service);
  const [{ list }, change] = useAddress();
  if (!data) return <Skeleton h={420} radius="md" />;
  const { points } = data;
  const choose = (at: number) => {
    const point = points.find((one) => Date.parse(one.at) >= at) ?? points.at(-1);
    const has = point?.dead ? "dead" : point?.parked ? "parked" : "dead";
    change({ list: list ?? has, at: new Date(at).toISOString() });
  };
  const curves = [
    { measure: "lag", say: say.count, limits: LIMITS.lag, least: 20 },
    { measure: "rate", say: say.rate, least: 2 },
    { measure: "outbox_oldest_seconds", say: say.age, limits: LIMITS.outbox, least: 10 },
    { measure: "effects_oldest_seconds", say: say.age, limits: LIMITS.effects, least: 60 },
    { measure: "effects_waiting", say: say.count, least: 10 },
    { measure: "parked", say: say.count, least: 2 },
    { measure: "dead", say: say.count, least: 2 },
  ] as const;
  return (
    <section className={styles.curves} aria-label={t("curves")}>
      {curves.map(({ measure, ...curve }) => (
        <Curve
          key={measure}
          name={t(`curve.${measure satisfies Measure}`)}
          points={points}
          measure={measure}
          onChoose={choose}
          {...curve}
        />
      ))}
      <p className={styles.soft}>{t("curves.help")}</p>
    </section>
  );
}
