import { Button, Checkbox, Stack, TextInput } from "@mantine/core";
import { IconUserExclamation } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import styles from "@/pages/orders/FilterBar.module.css";
import { Chip } from "@/pages/orders/FilterChip";
import { type Filters, KINDS, NO_FILTERS, STATUSES } from "@/pages/orders/filters";
import { PeriodChip } from "@/pages/orders/PeriodChip";
import { StatusMark, shapeOf } from "@/ui/StatusMark";

/** The filters as chips, and how many orders they leave. */
export function FilterBar(props: { filters: Filters; count: number | null; more: boolean }) {
  const { t } = useTranslation("orders");
  const [, change] = useAddress();
  const { filters, count, more } = props;
  const { status, kind, period, from, to, room, task, q } = filters;
  const any = status.length || kind.length || period || from || to || room || task || q;
  return (
    <section className={styles.bar} aria-label={t("filters")}>
      <div className={styles.chips}>
        <PeriodChip filters={filters} />
        <StatusChip chosen={status} />
        <KindChip chosen={kind} />
        <RoomChip key={room} room={room} />
        <button
          type="button"
          className={styles.chip}
          aria-pressed={task}
          onClick={() => change({ task: task ? undefined : "yes" })}
        >
          <IconUserExclamation size={16} aria-hidden />
          {t("filter.task")}
        </button>
        {any ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => change(NO_FILTERS)}
          >
            {t("filters.clear")}
          </Button>
        ) : null}
      </div>
      <output className={styles.count}>
        {count !== null && t(more ? "count.more" : "count", { count })}
      </output>
    </section>
  );
}

function StatusChip({ chosen }: { chosen: Filters["status"] }) {
  const { t } = useTranslation(["orders", "states"]);
  const [, change] = useAddress();
  const names = chosen.map((one) => t(`status.${one}`, { ns: "states" }));
  return (
    <Chip
      label={t("filter.status")}
      value={names.join(", ")}
      clear={() => change({ status: undefined })}
    >
      <Checkbox.Group
        value={[...chosen]}
        onChange={(all) => change({ status: all.join(",") })}
        aria-label={t("filter.status")}
      >
        <Stack gap="sm">
          {STATUSES.map((one) => {
            const card = { status: one, stage: "on_the_way" } as const;
            const label = <StatusWord status={one} shape={shapeOf(card)} />;
            return <Checkbox key={one} value={one} label={label} />;
          })}
        </Stack>
      </Checkbox.Group>
    </Chip>
  );
}

function StatusWord({ status, shape }: { status: Filters["status"][number]; shape: string }) {
  const { t } = useTranslation("states");
  return (
    <span className={styles.word} data-shape={shape}>
      <span aria-hidden="true">
        <StatusMark card={{ status, stage: "on_the_way" }} bare />
      </span>
      {t(`status.${status}`)}
    </span>
  );
}

function KindChip({ chosen }: { chosen: Filters["kind"] }) {
  const { t } = useTranslation("orders");
  const [, change] = useAddress();
  return (
    <Chip
      label={t("filter.kind")}
      value={chosen.map((one) => t(`kind.${one}`)).join(", ")}
      clear={() => change({ kind: undefined })}
    >
      <Checkbox.Group
        value={[...chosen]}
        onChange={(all) => change({ kind: all.join(",") })}
        aria-label={t("filter.kind")}
      >
        <Stack gap="sm">
          {KINDS.map((one) => (
            <Checkbox key={one} value={one} label={t(`kind.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Chip>
  );
}

function RoomChip({ room }: { room: string }) {
  const { t } = useTranslation("orders");
  const [, change] = useAddress();
  const [typed, setTyped] = useState(room);
  return (
    <Chip label={t("filter.room")} value={room} clear={() => change({ room: undefined })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change({ room: typed.trim() });
        }}
      >
        <TextInput
          data-autofocus
          label={t("filter.room")}
          maxLength={20}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" mt="sm" fullWidth>
          {t("filter.apply")}
        </Button>
      </form>
    </Chip>
  );
}
