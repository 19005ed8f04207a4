import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { noteOf, toneOf } from "@/pages/orders/detail/moments";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { Section } from "@/pages/orders/detail/Section";
import styles from "@/pages/orders/detail/Timeline.module.css";
import { When } from "@/pages/orders/When";
import { useProperty } from "@/session/property";
import { clock } from "@/ui/time";

/** How the order went, moment by moment, and by whom. */
export function Timeline({ detail }: { detail: Detail }) {
  const { t } = useTranslation("orders");
  return (
    <Section title={t("section.timeline")}>
      <ol className={styles.list}>
        {detail.timeline.map((moment) => (
          <li
            key={`${moment.at} ${moment.kind} ${moment.note ?? ""}`}
            className={styles.moment}
            data-tone={toneOf(moment)}
          >
            <span className={styles.at}>
              <When at={moment.at} />
            </span>
            <span>
              <Words moment={moment} />
              {moment.by && (
                <span className={styles.by}> {t("moment.by", { name: moment.by })}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Words({ moment }: { moment: Schemas["MomentAnswer"] }) {
  const { t, i18n } = useTranslation("states");
  const { time_zone: zone } = useProperty();
  const found = noteOf(moment);
  let note = "text" in found ? found.text : "";
  if ("instant" in found) note = found.instant ? clock(found.instant, i18n.language, zone) : "";
  if ("key" in found) {
    note = i18n.exists(found.key, { ns: "states" })
      ? t(found.key as "folio.none")
      : (moment.note ?? "");
  }
  const key = `moment.${moment.kind}`;
  if (!i18n.exists(key, { ns: "states" })) return moment.kind;
  return t(key as "moment.courier_assigned", { note });
}
