import { Alert, Button, CloseButton, Group, Skeleton, Stack } from "@mantine/core";
import { IconDownload, IconScale } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import type { Day } from "@/pages/reconciliation/day";
import { Mismatches } from "@/pages/reconciliation/Mismatches";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { Totals } from "@/pages/reconciliation/Totals";
import { useComparing } from "@/pages/reconciliation/useComparing";
import { useDownload } from "@/pages/reconciliation/useDownload";
import { useMay } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { plainDate } from "@/ui/time";

/** One day: its totals, every order that differs and why, and comparing it again. */
export function DayPanel({ day, close }: { day: string; close: () => void }) {
  const { t, i18n } = useTranslation("reconciliation");
  const { read, comparing, outcome, going } = useComparing(day);
  const head = useRef<HTMLButtonElement>(null);
  const missing = read.isError && asProblem(read.error).status === 404;
  // Where the list makes room for the day, what had the focus is gone.
  useEffect(() => {
    if (document.activeElement === document.body) head.current?.focus();
  }, []);

  return (
    <section className={styles.day} aria-labelledby="day-title">
      <header className={styles.dayHead}>
        <h2 id="day-title">{plainDate(day, i18n.language, true)}</h2>
        <CloseButton ref={head} size="lg" aria-label={t("day.back")} onClick={close} />
      </header>
      <div className={styles.dayBody}>
        <Outcome {...{ outcome, going }} />
        {read.isPending && <Loading />}
        {read.isError && !missing && !read.data && (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        )}
        {missing && (
          <EmptyState
            title={t("day.new_title")}
            why={t("day.new_why")}
            action={<CompareButton comparing={comparing} />}
          />
        )}
        {read.data && <Compared day={read.data} comparing={comparing} />}
      </div>
    </section>
  );
}

type Comparing = ReturnType<typeof useComparing>;

function Compared({ day, comparing }: { day: Day; comparing: Comparing["comparing"] }) {
  const { t } = useTranslation("reconciliation");
  const download = useDownload(day);
  const shown = day.mismatches.length;
  return (
    <>
      <Totals day={day} />
      <Group gap="xs">
        <CompareButton comparing={comparing} />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={download}
        >
          {t("csv")}
        </Button>
      </Group>
      {day.partner_total == null && (
        <Alert color="gray" className={styles.notice}>
          {t("day.no_statement")}
        </Alert>
      )}
      {day.mismatch_count === 0 && (
        <EmptyState title={t("day.equal_title")} why={t("day.equal_why")} />
      )}
      {shown > 0 && <Mismatches mismatches={day.mismatches} currency={day.currency} />}
      {shown < day.mismatch_count && (
        <p className={styles.silent}>{t("day.cut", { shown, count: day.mismatch_count })}</p>
      )}
    </>
  );
}

function CompareButton({ comparing }: { comparing: Comparing["comparing"] }) {
  const { t } = useTranslation("reconciliation");
  if (!useMay("connect")) return null;
  return (
    <Button
      leftSection={<IconScale size={18} aria-hidden />}
      loading={comparing.isPending}
      onClick={() => comparing.mutate(undefined)}
    >
      {t("compare")}
    </Button>
  );
}

function Outcome({ outcome, going }: Pick<Comparing, "outcome" | "going">) {
  const { t } = useTranslation("reconciliation");
  const said = going
    ? t(going.over ? "compare.late" : "compare.going")
    : outcome && t("compare.done", { orders: outcome.orders, count: outcome.mismatch_count });
  return (
    <div role="status">
      {said && (
        <Alert color="blue" className={styles.notice}>
          {said}
        </Alert>
      )}
    </div>
  );
}

function Loading() {
  const { t } = useTranslation("shell");
  return (
    <Stack role="status" aria-label={t("loading")}>
      <Skeleton h={72} radius="lg" />
      <Skeleton h={36} w="60%" />
      <Skeleton h={140} radius="lg" />
    </Stack>
  );
}
