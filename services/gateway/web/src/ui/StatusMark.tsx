import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/ui/StatusMark.module.css";

type Shown = Pick<Schemas["Card"], "status" | "stage">;
type Shape = "ring" | "near" | "check" | "back" | "back-part" | "cross";

const FILL: Partial<Record<Schemas["Stage"], number>> = {
  placed: 0.12,
  accepted: 0.25,
  preparing: 0.4,
  on_the_way: 0.7,
  near: 0.9,
};
const CIRCLE = 2 * Math.PI * 6;

export function shapeOf({ status, stage }: Shown): Shape {
  if (status === "in_progress") return stage === "near" ? "near" : "ring";
  if (status === "delivered") return "check";
  if (status === "refunded") return "back";
  return status === "partially_refunded" ? "back-part" : "cross";
}

/** An order's state: a colour, a shape and a word; `bare` leaves the word to those who listen. */
export function StatusMark({ card, bare = false }: { card: Shown; bare?: boolean }) {
  const { t } = useTranslation("states");
  const running = card.status === "in_progress";
  const word = running ? t(`stage.${card.stage}`) : t(`status.${card.status}`);
  const shape = shapeOf(card);
  return (
    <span className={styles.mark} data-shape={shape} title={bare ? word : undefined}>
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <Drawn shape={shape} fill={FILL[card.stage] ?? 0} />
      </svg>
      <span className={bare ? "unseen" : undefined}>{word}</span>
    </span>
  );
}

function Drawn({ shape, fill }: { shape: Shape; fill: number }) {
  if (shape === "ring" || shape === "near") {
    return (
      <>
        <circle cx="8" cy="8" r="6" className={styles.ground} />
        <circle
          cx="8"
          cy="8"
          r="6"
          className={styles.drawn}
          strokeDasharray={`${CIRCLE * fill} ${CIRCLE}`}
          transform="rotate(-90 8 8)"
        />
        {shape === "near" && <circle cx="8" cy="8" r="2.5" className={styles.pulse} />}
      </>
    );
  }
  if (shape === "check") return <path d="M3 8.5 6.5 12 13 4.5" className={styles.drawn} />;
  if (shape === "cross") return <path d="M4 4l8 8M12 4l-8 8" className={styles.drawn} />;
  return (
    <path
      d="M7 3 2.5 7.5 7 12V9c3 0 5 1 6.5 3.5C13.500 8 11 6 7 6z"
      className={shape === "back" ? styles.filled : styles.outline}
    />
  );
}
