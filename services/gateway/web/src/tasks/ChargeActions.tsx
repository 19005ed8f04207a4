import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { IconCheck, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { useMay, useProperty } from "@/session/property";
import styles from "@/tasks/ChargeActions.module.css";
import { answered } from "@/tasks/openTasks";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

const POSTING = "/api/v1/properties/{property}/orders/{order}/postings/{posting}";

type Decision =
  | { decides: "done"; note: string }
  | { decides: "choose"; reservation: string }
  | { decides: "retry" };

/** What a person can decide about a charge that could not be posted by itself (O18). */
export function ChargeActions({ task }: { task: Schemas["TaskAnswer"] }) {
  const { t } = useTranslation("orders");
  const may = useMay("decide_charges");
  const [reservation, setReservation] = useState("");
  const [note, setNote, forget] = useDraft(`charge.${task.id}`, "");
  const decide = useDecision(task, () => forget(""));
  const [noted, showNote] = useState(note !== "");
  if (!task.open || task.kind !== "folio" || !task.order_id) return null;
  if (!may) return <p className={styles.may}>{t("charge.may_not")}</p>;
  const busy = (what: Decision["decides"]) => decide.isPending && decide.variables.decides === what;

  return (
    <Stack gap="sm">
      {task.candidates.length > 0 && (
        <form
          className={styles.choice}
          onSubmit={(event) => {
            event.preventDefault();
            if (reservation) decide.mutate({ decides: "choose", reservation });
          }}
        >
          <Radio.Group value={reservation} onChange={setReservation} label={t("charge.whose")}>
            <Stack gap="xs" mt="xs">
              {task.candidates.map(({ reservation_id: id, guest_name: guest, room }) => (
                <Radio
                  key={id}
                  value={id}
                  label={room ? t("charge.candidate", { guest, room }) : guest}
                  description={t("charge.reservation", { id })}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Button
            type="submit"
            mt="sm"
            disabled={!reservation || decide.isPending}
            loading={busy("choose")}
          >
            {t("charge.choose")}
          </Button>
        </form>
      )}
      {noted && (
        <TextInput
          label={t("charge.note")}
          placeholder={t("charge.note_hint")}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <Group gap="xs">
        <Button
          data-done
          variant={task.candidates.length > 0 ? "default" : "filled"}
          leftSection={<IconCheck size={18} aria-hidden />}
          disabled={decide.isPending}
          loading={busy("done")}
          onClick={() => decide.mutate({ decides: "done", note })}
        >
          {t("charge.done")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
          disabled={decide.isPending}
          loading={busy("retry")}
          onClick={() => decide.mutate({ decides: "retry" })}
        >
          {t("charge.retry")}
        </Button>
        {!noted && (
          <Button variant="subtle" color="gray" onClick={() => showNote(true)}>
            {t("charge.add_note")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** `then` is called when it is decided, though the task has left the list by then. */
function useDecision(task: Schemas["TaskAnswer"], then: () => void) {
  const { t } = useTranslation("orders");
  const { id: property } = useProperty();
  return useWrite({
    send: async (said: Decision, header) => {
      const params = {
        path: { property, order: task.order_id ?? "", posting: task.id },
        header,
      };
      if (said.decides === "retry") return client.POST(`${POSTING}/retry`, { params });
      if (said.decides === "choose") {
        const body = { reservation_id: said.reservation };
        return client.POST(`${POSTING}/choose`, { params, body });
      }
      const body = said.note.trim() ? { note: said.note.trim() } : {};
      return client.POST(`${POSTING}/done`, { params, body });
    },
    shown: answered(property, task),
    done: t("charge.said"),
    onDone: then,
  });
}
