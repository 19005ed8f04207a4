import { Skeleton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { isLanguage, LANGUAGE_NAMES } from "@/i18n/languages";
import { MENDED_AT } from "@/pages/products/readiness/mended";
import styles from "@/pages/products/readiness/Readiness.module.css";
import { useSelling } from "@/pages/products/saving/reading";
import { useProperty } from "@/session/property";
import { ErrorState } from "@/ui/ErrorState";
import { plainDate } from "@/ui/time";

type Item = Schemas["ReadinessItem"];

/** Why can nobody book me? What is missing, item by item, and where it is mended (R59). */
export default function ReadinessSection() {
  const { t } = useTranslation("products");
  const { id } = useProperty();
  const { data, error, refetch } = api.useQuery("get", "/api/v1/properties/{property}/readiness", {
    params: { path: { property: id } },
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height="24rem" radius="md" />;
  const missing = data.items.filter((one) => !one.ok && one.blocks);
  const advice = data.items.filter((one) => !one.ok && !one.blocks);
  const there = data.items.filter((one) => one.ok);
  return (
    <div className={styles.readiness}>
      <Verdict readiness={data} missing={missing.length} />
      <Items title={t("ready.missing")} items={missing} />
      <Items title={t("ready.advice")} items={advice} />
      <Items title={t("ready.there")} items={there} />
    </div>
  );
}

function Verdict({ readiness, missing }: { readiness: Schemas["Readiness"]; missing: number }) {
  const { t, i18n } = useTranslation("products");
  const { bookable, first_night: night } = readiness;
  const Icon = bookable ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={styles.verdict} data-bookable={bookable || undefined} role="status">
      <Icon size={32} aria-hidden />
      <div>
        <p className={styles.said}>
          {bookable && night
            ? t("ready.yes", { night: plainDate(night, i18n.language, true) })
            : t("ready.no", { count: missing })}
        </p>
        <p className={styles.soft}>{t(bookable ? "ready.yes_about" : "ready.no_about")}</p>
      </div>
    </div>
  );
}

function Items({ title, items }: { title: string; items: readonly Item[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title} className={styles.items}>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <OneItem key={item.item} item={item} />
        ))}
      </ul>
    </section>
  );
}

function OneItem({ item }: { item: Item }) {
  const { t } = useTranslation("products");
  const { id } = useProperty();
  const what = useMissing(item);
  const { section, part } = MENDED_AT[item.item];
  const state = item.ok ? "ok" : item.blocks ? "blocks" : "advice";
  const Icon = { ok: IconCircleCheck, blocks: IconCircleX, advice: IconInfoCircle }[state];
  return (
    <li className={styles.item} data-state={state}>
      <Icon size={22} aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <strong>{t(`item.${item.item}`)}</strong>
        <span className="unseen">{t(`ready.${state}`)}</span>
        {!item.ok && <p>{t(`item.${item.item}.why`)}</p>}
        {what && <p className={styles.soft}>{what}</p>}
      </div>
      <Link
        to="/p/$property/products/$section"
        params={{ property: id, section }}
        {...(part ? { hash: part } : {})}
        className={styles.link}
        aria-label={t(item.ok ? "ready.see_what" : "ready.mend_what", {
          what: t(`item.${item.item}`),
        })}
      >
        {t(item.ok ? "ready.see" : "ready.mend")}
      </Link>
    </li>
  );
}

const LANGUAGES_MISSING = ["texts", "terms", "mail_subjects"];
const TYPES_MISSING = ["labels", "openings", "rates"];

/** What of an item is missing, by its names: languages, stock types, why no night can be had. */
function useMissing({ item, missing, ok }: Item): string {
  const { t } = useTranslation("products");
  const { data } = useSelling();
  if (ok) return "";
  if (LANGUAGES_MISSING.includes(item)) {
    const names = missing.map((one) => (isLanguage(one) ? LANGUAGE_NAMES[one] : one));
    return t("ready.in", { languages: names.join(", ") });
  }
  if (TYPES_MISSING.includes(item)) {
    const types = new Map(data?.selling.stock_types.map((one) => [one.id, one.name]));
    return missing.flatMap((one) => types.get(one) ?? []).join(", ");
  }
  if (item !== "nights") return "";
  return missing.map((one) => t(`why.${one as "closed"}`)).join(", ");
}
