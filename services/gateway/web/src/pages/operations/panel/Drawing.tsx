import type { Box } from "../curve";
import styles from "./panel.module.css";

const AXIS = 18; // below the curve, for the times

/** What a curve looks like: top line, limits, the line itself, the times below. */
export function Drawing(props: {
  box: Box;
  paths: string[];
  limits: number[];
  heightOf: (value: number) => number;
  top: string;
  ticks: { x: number; text: string }[];
  spot: { x: number; y: number } | null;
}) {
  const { box, spot } = props;
  const { width, height } = box;
  return (
    <svg width={width} height={height + AXIS} className={styles.drawing} aria-hidden="true">
      <line className={styles.grid} x1="0" x2={width} y1="0.5" y2="0.5" />
      <line className={styles.grid} x1="0" x2={width} y1={height} y2={height} />
      {props.ticks.map(({ x, text }) => (
        <g key={text}>
          <line className={styles.grid} x1={x} x2={x} y1="0" y2={height} />
          <text
            x={x}
            y={height + 14}
            textAnchor={x < 20 ? "start" : x > width - 20 ? "end" : "middle"}
          >
            {text}
          </text>
        </g>
      ))}
      {props.limits.map((limit, index) => (
        <line
          key={limit}
          className={index === 0 ? styles.watch : styles.grave}
          x1="0"
          x2={width}
          y1={props.heightOf(limit)}
          y2={props.heightOf(limit)}
        />
      ))}
      <text className={styles.top} x="4" y="13">
        {props.top}
      </text>
      {props.paths.map((path) => (
        <path key={path.slice(0, 24)} d={path} className={styles.line} />
      ))}
      {spot && (
        <>
          <line className={styles.cursor} x1={spot.x} x2={spot.x} y1="0" y2={height} />
          <circle className={styles.spot} cx={spot.x} cy={spot.y} r="4" />
        </>
      )}
    </svg>
  );
}
