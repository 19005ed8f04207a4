import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../answers";
import {
  acrossOf,
  ceiling,
  type Measure,
  nearest,
  pathOf,
  type Spot,
  stretches,
  ticks,
  upOf,
  WINDOW,
} from "../curve";
import { useSay } from "../saying";
import { Drawing } from "./Drawing";
import styles from "./panel.module.css";

const HEIGHT = 72;

interface Props {
  name: string;
  points: readonly Point[];
  measure: Measure;
  say: (value: number) => string;
  limits?: { watch: number; grave: number };
  /** The curve's top is at least this, so that a calm one looks calm. */
  least: number;
  onChoose: (at: number) => void;
}

/** A curve with its time axis and limits; pointing or the arrow keys read it, Enter chooses. */
export function Curve(props: Props) {
  const { name, points, measure, say, limits, least, onChoose } = props;
  const { t } = useTranslation("operations");
  const { time, minute } = useSay();
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const lines = stretches(points, measure);
  const spots = lines.flat();
  const now = spots.at(-1);
  const to = now?.at ?? Date.now();
  const most = Math.max(0, ...spots.map((spot) => spot.value));
  const box = { width, height: HEIGHT, from: to - WINDOW, to, top: ceiling(most * 1.05, least) };
  const shown = pointed === null ? now : nearest(spots, pointed);

  const point = (event: PointerEvent) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    setPointed(box.from + ((event.clientX - left) / Math.max(1, width)) * WINDOW);
  };
  const press = (event: KeyboardEvent) => {
    const next = stepped(event.key, spots, shown);
    if (next) setPointed(next.at);
    else if (event.key === "Enter" && shown) onChoose(shown.at);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.curve}>
      <p className={styles.curveHead} aria-hidden>
        <span>{name}</span>
        <strong className="figures">{shown ? say(shown.value) : "–"}</strong>
        {pointed !== null && shown && <span className="figures">{time(shown.at)}</span>}
      </p>
      <div
        ref={ref}
        role="slider"
        tabIndex={0}
        className={styles.surface}
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, spots.length - 1)}
        aria-valuenow={shown ? spots.indexOf(shown) : 0}
        aria-valuetext={
          shown ? t("curve.spot", { time: time(shown.at), value: say(shown.value) }) : t("nothing")
        }
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
        onClick={() => shown && onChoose(shown.at)}
        onKeyDown={press}
      >
        {width > 0 && (
          <Drawing
            box={box}
            paths={lines.map((line) => pathOf(line, box))}
            limits={limits ? [limits.watch, limits.grave].filter((one) => one <= box.top) : []}
            heightOf={(value) => upOf(value, box)}
            top={say(box.top)}
            ticks={ticks(box.from, box.to, width).map((at) => ({
              x: acrossOf(at, box),
              text: minute(at),
            }))}
            spot={
              pointed !== null && shown
                ? { x: acrossOf(shown.at, box), y: upOf(shown.value, box) }
                : null
            }
          />
        )}
      </div>
    </div>
  );
}

/** Where a key leads on a curve: one point on, one back, the first, the last. */
function stepped(key: string, spots: readonly Spot[], from: Spot | undefined): Spot | undefined {
  const here = from ? spots.indexOf(from) : spots.length - 1;
  const steps: Record<string, number> = {
    ArrowLeft: Math.max(0, here - 1),
    ArrowRight: Math.min(spots.length - 1, here + 1),
    PageDown: Math.max(0, here - 12),
    PageUp: Math.min(spots.length - 1, here + 12),
    Home: 0,
    End: spots.length - 1,
  };
  const index = steps[key];
  return index === undefined ? undefined : spots[index];
}
