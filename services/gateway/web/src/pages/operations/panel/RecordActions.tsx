import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/ui/Confirm";
import type { SetAside } from "../answers";
import { useDiscard, useReplay, useSkip } from "./orders";

/** What can be done about a dead letter that is open. */
export function DeadActions(props: { service: string; record: SetAside; correct: () => void }) {
  const { service, record } = props;
  const { t } = useTranslation("operations");
  const [asking, setAsking] = useState(false);
  const replay = useReplay(service);
  const discard = useDiscard(service);
  if (record.state !== "open") return null;
  const { id } = record;
  const busy = replay.isPending || discard.isPending;
  return (
    <Group justify="flex-end" gap="sm">
      <Button
        color="red"
        variant="subtle"
        mr="auto"
        disabled={busy}
        onClick={() => setAsking(true)}
      >
        {t("discard")}
      </Button>
      <Button
        variant={record.correctable ? "default" : "filled"}
        loading={replay.isPending}
        onClick={() => replay.mutate({ id })}
      >
        {t("replay")}
      </Button>
      {record.correctable && (
        <Button disabled={busy} onClick={props.correct}>
          {t("correct")}
        </Button>
      )}
      <Confirm
        opened={asking}
        title={t("discard")}
        consequence={t("discard.consequence", { type: record.type || id, service })}
        action={t("discard")}
        busy={discard.isPending}
        onConfirm={() => {
          discard.mutate({ id });
          setAsking(false);
        }}
        onClose={() => setAsking(false)}
      />
    </Group>
  );
}

/** Takes one record out of its parked key. */
export function SkipAction(props: { service: string; record: SetAside; done: () => void }) {
  const { service, record } = props;
  const { t } = useTranslation("operations");
  const [asking, setAsking] = useState(false);
  const skip = useSkip(service, props.done);
  return (
    <Group justify="flex-end">
      <Button color="red" variant="light" loading={skip.isPending} onClick={() => setAsking(true)}>
        {t("skip")}
      </Button>
      <Confirm
        opened={asking}
        title={t("skip")}
        consequence={t("skip.consequence", { type: record.type || record.id, service })}
        action={t("skip")}
        onConfirm={() => {
          setAsking(false);
          skip.mutate({ id: record.id });
        }}
        onClose={() => setAsking(false)}
      />
    </Group>
  );
}
