import { Alert, Button, Group, Select, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { useDraft } from "@/ui/draft";
import { useProblemText } from "@/ui/problems";
import type { SetAside } from "../answers";
import { Difference } from "./Difference";
import { lineOf, read } from "./json";
import { useCorrection } from "./orders";
import styles from "./record.module.css";

/** A dead letter's body, to be mended and published again. What is typed is kept as a draft. */
export function Correct(props: { service: string; record: SetAside; close: () => void }) {
  const { record, close } = props;
  const { t } = useTranslation("operations");
  const original = record.body.text;
  const [text, setText, forget] = useDraft(`letter.${record.id}`, original);
  const [type, setType] = useState(record.type || null);
  const problemText = useProblemText();
  const field = useRef<HTMLTextAreaElement>(null);
  const replay = useCorrection(props.service, () => {
    forget(original);
    close();
  });
  const parsed = read(text);
  const problem = replay.error ? asProblem(replay.error) : null;
  const send = () => {
    if (!parsed.ok || !type) return;
    const other = type === record.type ? {} : { type };
    replay.mutate({ id: record.id, body: parsed.value, ...other });
  };
  const goTo = (line: number) => {
    const before = text.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0);
    const end = text.indexOf("\n", start);
    field.current?.focus();
    field.current?.setSelectionRange(start, end < 0 ? text.length : end);
  };
  const wrong = parsed.ok ? null : t("json.wrong", { line: parsed.line, why: parsed.why });
  return (
    <section className={styles.correct} aria-label={t("correct")}>
      {(!record.type || record.types.length > 1) && (
        <Select
          label={t("fact.type")}
          placeholder={t("type.choose")}
          data={[...new Set([record.type, ...record.types].filter(Boolean))]}
          value={type}
          onChange={setType}
          allowDeselect={false}
          error={type ? undefined : t("type.choose")}
        />
      )}
      <Textarea
        ref={field}
        label={t("body")}
        description={t("correct.help")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wrong}
        autosize
        minRows={10}
        maxRows={22}
        spellCheck={false}
        data-autofocus
        classNames={{ input: styles.editor ?? "" }}
      />
      {problem && (
        <Alert color="red" role="alert" title={t("correct.refused")}>
          {problem.fields.length === 0 && problemText(problem)}
          <ul className={styles.errors}>
            {problem.fields.map(({ field: path, reason }) => (
              <li key={path}>
                <button
                  type="button"
                  className={styles.jump}
                  onClick={() => goTo(lineOf(text, path.replace(/^body\.?/, "")))}
                >
                  {path}
                </button>
                : {reason}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Difference before={original} after={text} />
      <Group justify="flex-end">
        <Button
          variant="subtle"
          mr="auto"
          disabled={text === original}
          onClick={() => forget(original)}
        >
          {t("correct.reset")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("correct.back")}
        </Button>
        <Button disabled={!parsed.ok || !type} loading={replay.isPending} onClick={send}>
          {t("correct.send")}
        </Button>
      </Group>
    </section>
  );
}
