import { type ReactNode, type Ref, useId } from "react";
import styles from "@/pages/orders/detail/OrderPanel.module.css";

/** One part of an order's detail, under its own heading. */
export function Section(props: { title: string; children: ReactNode; ref?: Ref<HTMLElement> }) {
  const id = useId();
  return (
    <section ref={props.ref} className={styles.section} aria-labelledby={id} tabIndex={-1}>
      <h3 id={id}>{props.title}</h3>
      {props.children}
    </section>
  );
}
