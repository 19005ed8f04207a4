import { useTranslation } from "react-i18next";
import type { Service } from "./answers";
import { type Arrival, type Lane, stretchesOf } from "./lanes";
import styles from "./lanes.module.css";
import { type Say, useSay } from "./saying";
import { LIMITS, levelOf } from "./troubles";

const HEIGHT = 32;
const ABOVE = 14; // where the names stand above the lanes, the services' lines go on
const LINE = 20; // how far down in the lane its line runs
const FAST = 1; // messages per second

/** One lane, as wide as it may be: horizontal places are shares of the width. */
export function LaneDrawing({ lane, services }: { lane: Lane; services: Service[] }) {
  const say = useSay();
  const across = (column: number) => `${((column + 0.5) / services.length) * 100}%`;
  return (
    <svg className={styles.drawing} width="100%" height={HEIGHT} aria-hidden="true">
      {services.map(({ service, state }, column) => (
        <line
          key={service}
          className={styles.life}
          data-state={state}
          x1={across(column)}
          x2={across(column)}
          y1={-ABOVE}
          y2={HEIGHT}
        />
      ))}
      {lane.kind !== "own" &&
        stretchesOf(lane).map(({ at, right, rate }) => (
          <line
            key={`${at} ${right}`}
            className={styles.stretch}
            data-flow={rate > 0 ? (rate >= FAST ? "fast" : "slow") : undefined}
            x1={across(right ? at : at + 1)}
            x2={across(right ? at + 1 : at)}
            y1={LINE}
            y2={LINE}
          />
        ))}
      {lane.kind !== "own" &&
        lane.from.map((column) => (
          <circle key={column} className={styles.writer} cx={across(column)} cy={LINE} r="4.5" />
        ))}
      {lane.to.map((arrival) => (
        // biome-ignore lint/a11y/noSvgWithoutTitle: the whole drawing is hidden, the table says it
        <svg key={arrival.service} x={across(arrival.column)} y={LINE} overflow="visible">
          <Reader lane={lane} arrival={arrival} say={say} />
        </svg>
      ))}
    </svg>
  );
}

/** An arrow into the service's line, and what waits there; drawn around the origin. */
function Reader(props: { lane: Lane; arrival: Arrival; say: Say }) {
  const { lane, arrival, say } = props;
  const { t } = useTranslation("operations");
  const level = levelOf(arrival.lag, LIMITS.lag);
  const own = lane.from.every((column) => column === arrival.column) || lane.kind === "own";
  const clear = lane.from.includes(arrival.column) ? 5 : 0; // of the circle of who also writes
  const fromLeft = lane.from.some((column) => column < arrival.column);
  const side = own || !fromLeft ? 1 : -1;
  const anchor = own ? "middle" : side > 0 ? "start" : "end";
  return (
    <g data-level={level}>
      {own ? (
        <path className={styles.loop} d="M0 -7C26 -12 26 10 3 6" />
      ) : (
        lane.from
          .filter((column) => column !== arrival.column)
          .map((column) => (
            <path
              key={column}
              className={styles.tip}
              d="M10 -5L1 0L10 5Z"
              transform={`scale(${column < arrival.column ? -1 : 1} 1) translate(${clear} 0)`}
            />
          ))
      )}
      {own && <path className={styles.tip} d="M10 0L1 6L10 11Z" />}
      <text
        className={styles.amount}
        x={own ? 0 : side * (13 + clear)}
        y={own ? -9 : -6}
        textAnchor={anchor}
      >
        {arrival.lag > 0 && (
          <tspan className={styles.lag}>
            {level !== "well" && "▲ "}
            {t("lag.short", { count: arrival.lag })}
            {"  "}
          </tspan>
        )}
        {arrival.rate > 0 && (
          <tspan data-behind={arrival.lag > 0 || undefined}>{say.rate(arrival.rate)}</tspan>
        )}
      </text>
    </g>
  );
}
