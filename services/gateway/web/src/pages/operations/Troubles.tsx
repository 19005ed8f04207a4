import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Service } from "./answers";
import styles from "./operations.module.css";
import { useSay } from "./saying";
import { type Trouble, troublesOf } from "./troubles";

/** What is not as it should be, the gravest first; each leads to where one can do something. */
export function Troubles({ services, now }: { services: Service[]; now: number }) {
  const { t } = useTranslation("operations");
  const troubles = troublesOf(services, now);
  if (troubles.length === 0) {
    return (
      <p className={styles.well}>
        <IconCircleCheck size={20} aria-hidden />
        {t("well", { count: services.length })}
      </p>
    );
  }
  return (
    <section aria-labelledby="troubles" className={styles.troubles}>
      <h2 id="troubles" className="unseen">
        {t("troubles", { count: troubles.length })}
      </h2>
      <ul>
        {troubles.map((trouble) => (
          <li key={`${trouble.service} ${trouble.kind}`}>
            <Told trouble={trouble} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Told({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const { service, kind, grave, count, seconds, names } = trouble;
  const list = kind === "dead" || kind === "parked" ? kind : undefined;
  const said = t(`trouble.${kind}`, { count, age: say.age(seconds), names });
  return (
    <Link
      to="/operations"
      search={{ service, ...(list && { list }) }}
      className={styles.trouble}
      data-grave={grave || undefined}
    >
      <IconAlertTriangle size={18} aria-hidden />
      <strong>{service}</strong>
      <span>{said}</span>
    </Link>
  );
}
