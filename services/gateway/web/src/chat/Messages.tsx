import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock, IconMoped } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/chat/Chat.module.css";
import type { Pending } from "@/chat/pending";
import { useProblemWords, useRefusalWords } from "@/chat/reasons";
import { Clock } from "@/ui/Clock";

type Message = Schemas["MessageAnswer"];

interface Log {
  messages: readonly Message[];
  pending: readonly Pending[];
  again: (one: Pending) => void;
  /** Puts the text of a refused message back into the field. */
  takeBack: (one: Pending) => void;
}

/** What was written, oldest first; what is being sent stands below. The end stays in sight. */
export function Messages({ messages, pending, again, takeBack }: Log) {
  const { t } = useTranslation("chat");
  const log = useRef<HTMLDivElement>(null);
  const known = new Set(messages.map((one) => one.message_id));
  const waiting = pending.filter((one) => !one.messageId || !known.has(one.messageId));
  const count = messages.length + waiting.length;
  const refused = waiting.filter((one) => one.problem).length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: at every message more, and when one is refused
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [count, refused]);

  return (
    <div
      ref={log}
      className={styles.log}
      role="log"
      aria-live="off"
      aria-label={t("title")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
    >
      {count === 0 && <p className={styles.empty}>{t("empty")}</p>}
      {messages.map((message) => (
        <Bubble key={message.message_id} message={message} />
      ))}
      {waiting.map((one) => (
        <Sending key={one.key} one={one} again={() => again(one)} takeBack={() => takeBack(one)} />
      ))}
    </div>
  );
}

function Bubble({ message }: { message: Message }) {
  const { t } = useTranslation("chat");
  const courier = message.author === "courier";
  const author = message.by ?? t(courier ? "courier" : "hotel");
  return (
    <article className={styles.bubble} data-author={message.author}>
      <header className={styles.by}>
        {courier && <IconMoped size={16} aria-hidden />}
        <b>{author}</b>
        <Clock at={message.at} dated />
      </header>
      <p className={styles.text}>{message.text}</p>
      {message.telling && <Way message={message} />}
    </article>
  );
}

/** How the sending to the courier went. */
function Way({ message: { telling, problem } }: { message: Message }) {
  const { t } = useTranslation("chat");
  const words = useProblemWords();
  if (telling === "not_told") {
    return (
      <p className={styles.way} data-way="failed">
        <IconAlertTriangle size={16} aria-hidden />
        <span>
          {t("not_told", { why: words(problem) })}. {t("not_told_help")}
        </span>
      </p>
    );
  }
  const told = telling === "told";
  return (
    <p className={styles.way} data-way={told ? "told" : "telling"}>
      {told ? <IconCheck size={14} aria-hidden /> : <IconClock size={14} aria-hidden />}
      {t(told ? "told" : "telling")}
    </p>
  );
}

interface SendingOf {
  one: Pending;
  again: () => void;
  takeBack: () => void;
}

/** A message on its way to the server; refused, it says why and gives its text back. */
function Sending({ one, again, takeBack }: SendingOf) {
  const { t } = useTranslation("chat");
  const words = useRefusalWords();
  return (
    <article
      className={styles.bubble}
      data-author="hotel"
      data-refused={Boolean(one.problem) || undefined}
    >
      <p className={styles.text}>{one.text}</p>
      {one.problem ? (
        <div role="alert">
          <p className={styles.way} data-way="failed">
            <IconAlertTriangle size={16} aria-hidden />
            {t("refused", { why: words(one.problem) })}
          </p>
          <Button.Group mt={4}>
            {one.problem.passing && (
              <Button size="compact-sm" variant="default" onClick={again}>
                {t("again")}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={takeBack}>
              {t("take_back")}
            </Button>
          </Button.Group>
        </div>
      ) : (
        <p className={styles.way} data-way="telling">
          <IconClock size={14} aria-hidden />
          {t("sending")}
        </p>
      )}
    </article>
  );
}
