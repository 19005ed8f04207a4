import { useTranslation } from "react-i18next";
import { useSeries } from "./asking";
import { ceiling, pathOf, stretches, WINDOW } from "./curve";
import styles from "./operations.module.css";
import { LIMITS } from "./troubles";

const WIDTH = 120;
const HEIGHT = 32;

/** A service's lag over the last half hour; the panel has it larger. */
export function Sparkline({ service }: { service: string }) {
  const { t } = useTranslation("operations");
  const { data } = useSeries(service);
  const points = data?.points ?? [];
  const to = Date.parse(points.at(-1)?.at ?? "") || Date.now();
  const most = Math.max(0, ...points.map((point) => point.lag));
  const box = { width: WIDTH, height: HEIGHT, from: to - WINDOW, to, top: ceiling(most, 20) };
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("sparkline", { most })}
      data-grave={most >= LIMITS.lag.grave || undefined}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      {stretches(points, "lag").map((stretch) => (
        <path key={stretch[0]?.at} d={pathOf(stretch, box)} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  );
}
