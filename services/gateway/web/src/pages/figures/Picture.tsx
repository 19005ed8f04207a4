import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./figures.module.css";

interface Mark {
  name: string;
  colour: string;
  dashed?: boolean;
}

/** A chart with its title and marks; for who does not see it, an image that the table describes. */
export function Picture(props: { title: string; marks?: Mark[]; children: ReactNode }) {
  const { t } = useTranslation("figures");
  const id = useId();
  return (
    <figure className={styles.picture} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <h2 id={id} className={styles.title}>
          {props.title}
        </h2>
        <ul className={styles.marks}>
          {props.marks?.map((mark) => (
            <li key={mark.name} className={styles.mark}>
              <svg width="16" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="16"
                  y1="4"
                  y2="4"
                  stroke={mark.colour}
                  strokeWidth={mark.dashed ? 2 : 8}
                  strokeDasharray={mark.dashed ? "5 4" : undefined}
                />
              </svg>
              {mark.name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div role="img" aria-label={`${props.title}. ${t("chart.in_table")}`}>
        {props.children}
      </div>
    </figure>
  );
}
