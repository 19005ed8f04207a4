import { Anchor } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/orders/detail/Facts.module.css";
import { inShort, toldBefore } from "@/pages/orders/detail/moments";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { FolioMark } from "@/pages/orders/FolioMark";
import { When } from "@/pages/orders/When";
import { useProperty } from "@/session/property";
import { Expected } from "@/ui/Clock";
import { clock } from "@/ui/time";

/** When it comes or came, who brings it, whom to call, how far the charge is. */
export function Facts({ detail }: { detail: Detail }) {
  const { t } = useTranslation(["orders", "states"]);
  const { courier, courier_seen: seen } = detail;
  return (
    <dl className={styles.facts}>
      <Times detail={detail} />
      {detail.end_reason && <Fact name={t("fact.reason")}>{detail.end_reason}</Fact>}
      <Fact name={t("fact.courier")}>
        {courier ? (
          <>
            {courier.name}
            {courier.vehicle && <span className={styles.soft}>, {courier.vehicle}</span>}
            {seen && detail.running && (
              <span className={styles.soft}>
                <SeenAt at={seen.at} />
              </span>
            )}
            {courier.phone && <Phone name={courier.name} number={courier.phone} />}
          </>
        ) : (
          <span className={styles.soft}>{t("fact.no_courier")}</span>
        )}
      </Fact>
      {detail.guest_phone && (
        <Fact name={t("fact.guest_phone")}>
          <Phone name={detail.guest} number={detail.guest_phone} />
          {detail.guest_language && (
            <span className={styles.soft}> {detail.guest_language.toUpperCase()}</span>
          )}
        </Fact>
      )}
      <Fact name={t("fact.folio")}>
        <FolioMark card={detail} word />
        {detail.folio.detail && <span className={styles.soft}>{detail.folio.detail}</span>}
      </Fact>
      {detail.passed_on && (
        <Fact name={t("fact.passed_on")}>{t(`telling.${detail.passed_on}`, { ns: "states" })}</Fact>
      )}
    </dl>
  );
}

function Times({ detail }: { detail: Detail }) {
  const { t, i18n } = useTranslation("orders");
  const { time_zone: zone } = useProperty();
  const before = toldBefore(detail.timeline, detail.expected_at);
  const times = inShort(before.map((at) => clock(at, i18n.language, zone))).join(", ");
  const delivered = detail.stage === "delivered";
  return (
    <>
      {detail.ended_at && (
        <Fact name={t(delivered ? "fact.delivered" : "fact.ended")}>
          <strong>
            <When at={detail.ended_at} />
          </strong>
        </Fact>
      )}
      <Fact name={t("fact.expected")}>
        {detail.ended_at && detail.expected_at ? (
          <When at={detail.expected_at} />
        ) : (
          <strong>
            <Expected at={detail.expected_at} />
          </strong>
        )}
        {before.length > 0 && (
          <span className={styles.soft}>
            {", "}
            {t("fact.before", { count: before.length, times })}
          </span>
        )}
      </Fact>
    </>
  );
}

function SeenAt({ at }: { at: string }) {
  const { t, i18n } = useTranslation("orders");
  const { time_zone: zone } = useProperty();
  return `, ${t("fact.seen", { time: clock(at, i18n.language, zone) })}`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A number to call; what comes after a comma is dialled once the line is up. */
function Phone({ name, number }: { name: string; number: string }) {
  const { t } = useTranslation("orders");
  return (
    <Anchor
      className={styles.phone}
      href={`tel:${number}`}
      aria-label={`${t("call", { name })}: ${number}`}
    >
      <IconPhone size={16} aria-hidden />
      {number.replace(",", ", ")}
    </Anchor>
  );
}
