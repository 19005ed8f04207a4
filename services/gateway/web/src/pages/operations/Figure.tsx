import { IconAlertTriangleFilled } from "@tabler/icons-react";
import styles from "./operations.module.css";
import type { Level } from "./troubles";

/** A name and its value; what asks for attention has a triangle, and leads to its list if any. */
export function Figure(props: {
  name: string;
  value: string;
  level?: Level;
  quiet?: boolean;
  onOpen?: () => void;
}) {
  const { level = "well", value } = props;
  const said = (
    <>
      {level !== "well" && <IconAlertTriangleFilled size={12} aria-hidden />}
      {value}
    </>
  );
  return (
    <div
      className={styles.figure}
      data-level={level}
      data-zero={(!props.quiet && value === "0") || undefined}
    >
      <dt>{props.name}</dt>
      <dd className="figures">
        {props.onOpen && level !== "well" ? (
          <button type="button" className={styles.count} onClick={props.onOpen}>
            {said}
            <span className="unseen"> {props.name}</span>
          </button>
        ) : (
          said
        )}
      </dd>
    </div>
  );
}
