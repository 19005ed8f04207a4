import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/chat/Chat.module.css";
import type { useDraft } from "@/ui/draft";

const LONGEST = 1000;
const SAY_LEFT = 100;
const QUICK = ["quick.coming", "quick.wait", "quick.ring", "quick.entrance"] as const;

interface Writing {
  draft: ReturnType<typeof useDraft<string>>;
  room: string | undefined;
  send: (text: string) => void;
  autoFocus: boolean;
}

/** Writing to the courier: Enter sends, Shift+Enter starts a line; ready replies go with a press. */
export function Composer({ draft: [text, write, done], room, send, autoFocus }: Writing) {
  const { t } = useTranslation("chat");
  const field = useRef<HTMLTextAreaElement>(null);
  const ready = text.trim();
  const left = LONGEST - text.length;
  const submit = () => {
    if (!ready) return;
    send(ready);
    done("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const composing = event.nativeEvent.isComposing;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className={styles.composer}>
      <QuickReplies room={room} send={send} />
      <div className={styles.field}>
        <Textarea
          ref={field}
          aria-label={t("write")}
          placeholder={t("write")}
          description={left < SAY_LEFT ? t("left", { count: left }) : undefined}
          inputWrapperOrder={["input", "description"]}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={LONGEST}
          value={text}
          data-autofocus={autoFocus || undefined}
          autoFocus={autoFocus}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          enterKeyHint="send"
        />
        <ActionIcon
          variant="filled"
          color="blue"
          size={36}
          aria-label={t("send")}
          title={t("send_help")}
          disabled={!ready}
          onClick={submit}
        >
          <IconSend size={18} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}

function QuickReplies({ room, send }: Pick<Writing, "room" | "send">) {
  const { t } = useTranslation("chat");
  const replies: string[] = QUICK.map((key) => t(key));
  if (room) replies.splice(1, 0, t("quick.room", { room }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: not a form's fieldset
    <div className={styles.quick} role="group" aria-label={t("quick")}>
      {replies.map((reply) => (
        <Button key={reply} variant="default" size="compact-sm" onClick={() => send(reply)}>
          {reply}
        </Button>
      ))}
    </div>
  );
}
