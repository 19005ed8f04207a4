import { Skeleton } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import styles from "@/chat/Chat.module.css";
import { Composer } from "@/chat/Composer";
import { Messages } from "@/chat/Messages";
import { forget, type Pending, usePending, useSend } from "@/chat/pending";
import { MESSAGES } from "@/live/keeping";
import { useBoard } from "@/live/LiveProvider";
import { markSeen } from "@/live/seen";
import { useMay, useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { ErrorState } from "@/ui/ErrorState";
import { clock, useNow } from "@/ui/time";

interface ChatOf {
  order: string;
  /** A courier is assigned, so there is somebody to write to (O08). */
  opened: boolean;
  /** When nothing can be sent any more; absent while the order runs. */
  closesAt?: string | null | undefined;
  /** For the reply that names it; taken from the board where it is not given. */
  room?: string | undefined;
  autoFocus?: boolean;
}

/** The messages between reception and an order's courier, both ways (O06, O08, O09). */
export default function Chat({ order, opened, closesAt, room, autoFocus = false }: ChatOf) {
  const { t, i18n } = useTranslation("chat");
  const { id: property, time_zone: zone } = useProperty();
  const mayWrite = useMay("send_messages");
  const now = useNow(15_000);
  const here = useBoard()?.get(order);
  const chat = api.useQuery(
    "get",
    MESSAGES,
    { params: { path: { property, order } } },
    { enabled: opened },
  );
  const pending = usePending(order);
  const { send, again } = useSend(property, order);
  const draft = useDraft(`chat.${order}`, "");
  const messages = chat.data?.messages;

  useEffect(() => {
    if (messages) markSeen(order, messages.length);
  }, [order, messages]);

  const takeBack = ({ key, text }: Pending) => {
    const [written, write] = draft;
    write(written ? `${text}\n${written}` : text);
    forget(key);
  };

  if (!opened) return <p className={styles.closed}>{t("not_yet")}</p>;
  if (chat.error && !messages) {
    return <ErrorState error={chat.error} retry={() => void chat.refetch()} />;
  }
  const over = closesAt ? Date.parse(closesAt) <= now : chat.data?.chat_open === false;
  const time = closesAt ? clock(closesAt, i18n.language, zone) : "";
  return (
    <section className={styles.chat} aria-label={t("with")}>
      {messages ? (
        <Messages messages={messages} pending={pending} again={again} takeBack={takeBack} />
      ) : (
        <div className={styles.log} aria-busy="true">
          <Skeleton height="3rem" width="70%" />
          <Skeleton height="3rem" width="60%" ml="auto" />
        </div>
      )}
      {over ? (
        <p className={styles.closed}>{time ? t("closed", { time }) : t("closed_now")}</p>
      ) : mayWrite ? (
        <>
          <Composer draft={draft} room={room ?? here?.room} send={send} autoFocus={autoFocus} />
          {closesAt && <p className={styles.until}>{t("closes", { time })}</p>}
        </>
      ) : (
        <p className={styles.closed}>{t("read_only")}</p>
      )}
    </section>
  );
}
