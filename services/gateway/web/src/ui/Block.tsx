import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "@/ui/Block.module.css";

/** One subject of a section: what it is called, what one should know of it, and it. */
export function Block(props: {
  title: string;
  about?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className={styles.block}>
      <div className={styles.head}>
        <div className={styles.words}>
          <Title order={2} size="h5">
            {props.title}
          </Title>
          {props.about && <p className={styles.about}>{props.about}</p>}
        </div>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

/** What is known, as names and values. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
