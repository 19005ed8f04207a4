import { Button, UnstyledButton } from "@mantine/core";
import {
  IconAppWindow,
  IconCheck,
  IconChecks,
  IconDeviceMobile,
  IconMail,
  IconMoonStars,
  IconX,
} from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenOrder } from "@/app/search";
import styles from "@/pages/settings/deliveries/Deliveries.module.css";
import { type Notice, sendAgain } from "@/pages/settings/deliveries/notices";
import { useMay, useProperty } from "@/session/property";
import { Clock } from "@/ui/Clock";
import { useWrite } from "@/ui/write";

const CHANNEL = { mail: IconMail, push: IconAppWindow, sms: IconDeviceMobile } as const;
const STATE = {
  sent: IconCheck,
  delivered: IconChecks,
  failed: IconX,
  held_back: IconMoonStars,
} as const;

/** One notice: what about, to whom, how it went; its words when it is opened. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const { t } = useTranslation("settings");
  const [open, setOpen] = useState(false);
  const words = useId();
  const Channel = CHANNEL[notice.channel];
  const State = STATE[notice.state];
  return (
    <li className={styles.notice} data-state={notice.state}>
      <UnstyledButton
        className={styles.row}
        aria-expanded={open}
        aria-controls={words}
        onClick={() => setOpen(!open)}
      >
        <Channel size={20} aria-hidden className={styles.channel} />
        <span className="unseen">{t(`wishes.${notice.channel}`)}</span>
        <span className={styles.what}>
          <span className={styles.title}>{notice.title ?? occasionOf(notice, t)}</span>
          <span className={styles.soft}>
            {occasionOf(notice, t)} · {t(`audience.${notice.audience}`)}
          </span>
        </span>
        <span className={styles.state}>
          <State size={18} aria-hidden />
          {t(`notice.${notice.state}`)}
        </span>
        <span className={styles.at}>
          <Clock at={notice.at} dated />
        </span>
      </UnstyledButton>
      <div id={words} hidden={!open}>
        {open && <Words notice={notice} />}
      </div>
    </li>
  );
}

function occasionOf({ occasion }: Notice, t: ReturnType<typeof useTranslation<"settings">>["t"]) {
  return occasion ? t(`occasion.${occasion}`) : t("deliveries.notice");
}

function Words({ notice }: { notice: Notice }) {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const openOrder = useOpenOrder();
  const mayResend = useMay("place_orders");
  const again = useWrite({
    send: async (_said: undefined, headers) => sendAgain(id, notice, headers),
    done: t("deliveries.sent_again"),
  });
  const { recipients, refused } = notice;
  return (
    <div className={styles.words}>
      {notice.reason && (
        <p className={styles.reason}>
          {t("deliveries.reason")} <code>{notice.reason}</code>
        </p>
      )}
      {notice.state === "held_back" && <p className={styles.soft}>{t("deliveries.held_back")}</p>}
      {recipients ? (
        <p className={styles.soft}>
          {t("deliveries.recipients", { count: recipients })}
          {refused ? `, ${t("deliveries.refused", { count: refused })}` : ""}
        </p>
      ) : null}
      {notice.text && (
        <pre className={styles.text} lang={notice.language ?? undefined}>
          {notice.text.trim()}
        </pre>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={() => openOrder(notice.order_id)}>
          {t("deliveries.order")}
        </Button>
        {mayResend && (
          <Button
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate(undefined)}
          >
            {t("deliveries.again")}
          </Button>
        )}
      </div>
    </div>
  );
}
