import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import styles from "@/pages/orders/detail/Documents.module.css";
import { GuestLink } from "@/pages/orders/detail/GuestLink";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { Section } from "@/pages/orders/detail/Section";
import { When } from "@/pages/orders/When";
import { useMay, useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

type Notice = Schemas["NoticeAnswer"];

/** What was sent about the order, as it reads; the guest's link. */
export function Documents({ detail }: { detail: Detail }) {
  const { t } = useTranslation("orders");
  const { notices } = detail;
  return (
    <Section title={t("section.documents")}>
      <h4>{t("notice.title")}</h4>
      {notices.length === 0 && <p className={styles.none}>{t("notice.none")}</p>}
      {notices.map((notice) => (
        <Sent key={notice.notice_id} notice={notice} />
      ))}
      <GuestLink order={detail.order_id} />
    </Section>
  );
}

function Sent({ notice }: { notice: Notice }) {
  const { t } = useTranslation(["orders", "states"]);
  const mayResend = useMay("place_orders");
  return (
    <details className={styles.notice}>
      <summary>
        <span>
          {t(`occasion.${notice.occasion ?? "other"}`)}
          <span className={styles.about}>
            {t(`channel.${notice.channel}`, { ns: "states" })} {t(`notice.to.${notice.audience}`)}
            {notice.language && ` (${notice.language.toUpperCase()})`}
            {", "}
            <span className={styles.state} data-state={notice.state}>
              {t(`notice.state.${notice.state}`)}
            </span>
          </span>
        </span>
        <When at={notice.at} />
      </summary>
      {notice.reason && <p className={styles.reason}>{notice.reason}</p>}
      {notice.title && <p className={styles.title}>{notice.title}</p>}
      {notice.text && <p className={styles.text}>{notice.text}</p>}
      {mayResend && <Again notice={notice} />}
    </details>
  );
}

function Again({ notice }: { notice: Notice }) {
  const { t } = useTranslation("orders");
  const { id: property } = useProperty();
  const again = useWrite({
    send: (_: undefined, header) =>
      client.POST("/api/v1/properties/{property}/orders/{order}/notices/{notice}/resend", {
        params: {
          path: { property, order: notice.order_id, notice: notice.notice_id },
          header,
        },
      }),
    done: t("notice.again_said"),
  });
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={again.isPending}
      onClick={() => again.mutate(undefined)}
    >
      {t("notice.again")}
    </Button>
  );
}
