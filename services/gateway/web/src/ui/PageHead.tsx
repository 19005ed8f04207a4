import type { ReactNode } from "react";
import styles from "@/ui/PageHead.module.css";

/** A page's title, and at its right the search and the actions. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{title}</h1>
      <div className={styles.tools}>{children}</div>
    </header>
  );
}
