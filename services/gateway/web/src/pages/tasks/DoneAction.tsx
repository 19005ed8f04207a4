import { Button, Group, TextInput } from "@mantine/core";
import { IconCheck, IconNote } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useClosing } from "@/pages/tasks/useClosing";
import { useTaskWords } from "@/pages/tasks/useTaskWords";
import type { Task } from "@/tasks/openTasks";
import { useDraft } from "@/ui/draft";

const LONGEST = 200;

/** One click says that it is done; a note may go with it. */
export function DoneAction({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const { kind } = useTaskWords(task);
  const [note, setNote, forget] = useDraft(`task.${task.id}`, "");
  const [noting, setNoting] = useState(note !== "");
  const closing = useClosing(task, () => forget(""));
  const done = (event: FormEvent) => {
    event.preventDefault();
    closing.mutate(note.trim());
  };
  return (
    <form onSubmit={done}>
      <Group gap="xs">
        <Button
          type="submit"
          data-done
          loading={closing.isPending}
          leftSection={<IconCheck size={18} aria-hidden />}
          aria-label={t("act.done_about", { what: kind })}
        >
          {t("act.done")}
        </Button>
        {noting ? (
          <TextInput
            style={{ flex: "1 1 12rem", maxWidth: "26rem" }}
            aria-label={t("note")}
            placeholder={t("note.hint")}
            maxLength={LONGEST}
            autoFocus={note === ""}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        ) : (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconNote size={18} aria-hidden />}
            onClick={() => setNoting(true)}
          >
            {t("note.add")}
          </Button>
        )}
      </Group>
    </form>
  );
}
