import { Alert } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SetAside } from "../answers";
import { useSay } from "../saying";
import styles from "./record.module.css";

/** What there is to know of a message that was set aside. */
export function RecordFacts(props: {
  record: SetAside;
  bodyHidden?: boolean;
  children: ReactNode;
}) {
  const { record } = props;
  const { t } = useTranslation("operations");
  const say = useSay();
  const { body, key } = record;
  // Somebody has begun to replay it: the same body alone finishes that.
  const corrected = t(record.state === "open" ? "correction.claimed" : "correction");
  return (
    <div className={styles.record}>
      <Alert color={record.state === "open" ? "red" : "gray"} title={t(`letter.${record.state}`)}>
        {record.reason}
        {record.closed_at && (
          <p className={styles.closed}>
            {t("letter.closed", {
              by: record.closed_by ?? "",
              time: say.exactly(record.closed_at),
            })}
          </p>
        )}
      </Alert>
      <dl className={styles.facts}>
        <Fact name={t("fact.type")} value={record.type || t("type.unreadable")} />
        <Fact name={t("fact.topic")} value={record.topic} />
        <Fact
          name={t("fact.place")}
          value={t("fact.place_is", { partition: record.partition, offset: String(record.offset) })}
        />
        <Fact name={t("fact.key")} value={key.format === "empty" ? t("empty") : key.text} />
        <Fact name={t("fact.since")} value={say.exactly(record.set_aside_at)} />
      </dl>
      <details className={styles.headers}>
        <summary>{t("headers", { count: record.headers.length })}</summary>
        <dl className={styles.facts}>
          {record.headers.map((header, index) => (
            <Fact
              key={`${header.name} ${index.toString()}`}
              name={header.name}
              value={header.format === "base64" ? `base64: ${header.text}` : header.text}
            />
          ))}
        </dl>
      </details>
      {!props.bodyHidden && (
        <section aria-label={t("body")}>
          <h3 className={styles.subtitle}>
            {t("body")} <small>{say.bytes(body.size)}</small>
          </h3>
          {body.note && <p className={styles.note}>{t("body.note", { note: body.note })}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <pre className={styles.body} tabIndex={0}>
            {body.format === "empty" ? t("empty") : body.text}
          </pre>
        </section>
      )}
      {record.correction && (
        <section aria-label={corrected}>
          <h3 className={styles.subtitle}>{corrected}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <pre className={styles.body} tabIndex={0}>
            {record.correction.body}
          </pre>
        </section>
      )}
      {props.children}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
