import { Anchor, Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, type Schemas } from "@/api/client";
import styles from "@/pages/stays/StayMails.module.css";
import { useMay, useProperty } from "@/session/property";
import { Clock } from "@/ui/Clock";
import { ErrorState } from "@/ui/ErrorState";
import { useWrite } from "@/ui/write";

type Mail = Schemas["StayMailAnswer"];
const MAILS = "/api/v1/properties/{property}/stays/{order}/mails";

interface Props {
  order: string;
}

/** What was sent about a stay, to read and to send again (R40). */
export function StayMails({ order }: Props) {
  const { t } = useTranslation("stay_mails");
  const { id: property } = useProperty();
  // The stream tells of them: what was sent a moment ago, or has come back.
  const found = api.useQuery("get", MAILS, { params: { path: { property, order } } });
  const { refetch } = found;
  return (
    <section aria-label={t("title")} className={styles.mails}>
      <h3>{t("title")}</h3>
      {found.isPending && <Skeleton height={40} />}
      {found.isError && <ErrorState error={found.error} retry={() => void refetch()} />}
      {found.data?.mails.length === 0 && <p className={styles.none}>{t("none")}</p>}
      {found.data?.mails.map((mail) => (
        <Sent key={mail.notice_id} mail={mail} order={order} />
      ))}
    </section>
  );
}

function Sent({ mail, order }: { mail: Mail; order: string }) {
  const { t } = useTranslation("stay_mails");
  const [open, setOpen] = useState(false);
  const mayResend = useMay("book_stays");
  return (
    <details className={styles.mail} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>
          {t(`stay.${mail.stay}`)}
          <span className={styles.about}>
            {t(`to.${mail.audience}`)}
            {mail.language && ` (${mail.language.toUpperCase()})`}
            {", "}
            <span className={styles.state} data-state={mail.state}>
              {t(`state.${mail.state}`)}
            </span>
          </span>
        </span>
        <Clock at={mail.at} dated />
      </summary>
      {mail.reason && <p className={styles.reason}>{mail.reason}</p>}
      {open && <Read mail={mail} order={order} />}
      {mayResend && <Again mail={mail} order={order} />}
    </details>
  );
}

function Read({ mail, order }: { mail: Mail; order: string }) {
  const { t } = useTranslation("stay_mails");
  const { id: property } = useProperty();
  const path = { property, order, notice: mail.notice_id };
  const read = api.useQuery("get", `${MAILS}/{notice}`, { params: { path } });
  if (read.isPending) return <Skeleton height={120} aria-label={t("loading")} />;
  if (read.isError) return <ErrorState error={read.error} retry={() => void read.refetch()} />;
  const { title, text, html } = read.data;
  const page = `/api/v1/properties/${property}/stays/${order}/mails/${mail.notice_id}/page`;
  return (
    <>
      {title && <p className={styles.title}>{title}</p>}
      {text && <p className={styles.text}>{text}</p>}
      {html && (
        <Anchor href={page} target="_blank" rel="noreferrer" size="sm">
          {t("page")}
        </Anchor>
      )}
    </>
  );
}

function Again({ mail, order }: { mail: Mail; order: string }) {
  const { t } = useTranslation("stay_mails");
  const { id: property } = useProperty();
  const again = useWrite({
    send: (_: undefined, header) =>
      client.POST(`${MAILS}/{notice}/resend`, {
        params: { path: { property, order, notice: mail.notice_id }, header },
      }),
    done: t("again_said"),
  });
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={again.isPending}
      onClick={() => again.mutate(undefined)}
    >
      {t("again")}
    </Button>
  );
}
