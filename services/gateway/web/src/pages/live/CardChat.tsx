import { ActionIcon, CloseButton, Drawer, Popover } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconMessage } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useUnread } from "@/live/seen";
import type { Card } from "@/live/stream";
import styles from "@/pages/live/CardChat.module.css";
import { NARROW } from "@/shell/Rail";

const Chat = lazy(() => import("@/chat/Chat"));

/** The chat's mark at the bottom left of a card, once a courier is assigned (O08), and the chat. */
export function CardChat({ card, tabIndex }: { card: Card; tabIndex: number }) {
  const { t } = useTranslation(["live", "shell"]);
  const [{ chat }, change] = useAddress();
  const phone = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const opened = chat === card.order_id;
  const name = card.courier?.name ?? t("courier");
  const close = () => change({ chat: undefined }, true);
  const mark = (
    <ChatMark
      card={card}
      name={name}
      opened={opened}
      tabIndex={tabIndex}
      press={() => change({ chat: opened ? undefined : card.order_id }, true)}
    />
  );
  const title = t("chat.title", { room: card.room, name });
  const talk = opened && (
    <Suspense fallback={<div className={styles.loading} />}>
      <Chat
        order={card.order_id}
        opened={card.chat.opened}
        closesAt={card.chat.closes_at}
        room={card.room}
        autoFocus
      />
    </Suspense>
  );
  if (phone) {
    return (
      <>
        {mark}
        <Drawer
          opened={opened}
          onClose={close}
          title={title}
          position="bottom"
          size="85dvh"
          classNames={{
            title: styles.title ?? "",
            body: styles.sheet ?? "",
            content: styles.drawer ?? "",
          }}
        >
          {talk}
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      opened={opened}
      onClose={close}
      onDismiss={close}
      width={360}
      position="right-end"
      shadow="md"
      trapFocus
      returnFocus
      withArrow
    >
      <Popover.Target>{mark}</Popover.Target>
      <Popover.Dropdown className={styles.popover} aria-label={title}>
        <div className={styles.head}>
          <strong>{title}</strong>
          <CloseButton aria-label={t("close", { ns: "shell" })} onClick={close} />
        </div>
        {talk}
      </Popover.Dropdown>
    </Popover>
  );
}

interface Mark {
  card: Card;
  name: string;
  opened: boolean;
  tabIndex: number;
  press: () => void;
}

function ChatMark({ card, name, opened, tabIndex, press, ...target }: Mark) {
  const { t } = useTranslation("live");
  const unread = useUnread(card);
  const { messages, unanswered } = card.chat;
  const said = [
    t("chat.open", { name, room: card.room }),
    unread ? t("chat.unread", { count: unread }) : t("chat.count", { count: messages }),
    unanswered && t("chat.unanswered"),
  ];
  return (
    <ActionIcon
      {...target}
      className={styles.mark}
      data-unanswered={unanswered || undefined}
      data-chat={card.order_id}
      aria-label={said.filter(Boolean).join(", ")}
      aria-expanded={opened}
      tabIndex={tabIndex}
      onClick={press}
    >
      <IconMessage size={20} aria-hidden />
      {unread > 0 && <b className={styles.unread}>{unread}</b>}
      {unread === 0 && messages > 0 && <span className={styles.count}>{messages}</span>}
      {unanswered && unread === 0 && <span className={styles.word}>{t("chat.unanswered")}</span>}
    </ActionIcon>
  );
}
