import { Button, Skeleton, Stack } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAddress } from "@/app/search";
import { loadParts } from "@/i18n";
import { DayField } from "@/pages/reconciliation/DayField";
import { DayPanel } from "@/pages/reconciliation/DayPanel";
import { DaysTable } from "@/pages/reconciliation/DaysTable";
import { DAYS, dayOf, rangeOf } from "@/pages/reconciliation/day";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { localDay, useNow } from "@/ui/time";

await loadParts("reconciliation");

/** The books compared day by day: the partner's statement, Comptoir's own, and the PMS's folio. */
export function ReconciliationPage() {
  const { t } = useTranslation(["reconciliation", "shell"]);
  const { time_zone: zone } = useProperty();
  const [{ day: said, order }, change] = useAddress();
  const opened = dayOf(said);
  const today = localDay(useNow(60_000), zone);
  const close = () => change({ day: undefined });
  useHotkeys([
    ["Escape", () => opened && !order && !document.querySelector("[role=dialog]") && close()],
  ]);

  return (
    <>
      <PageHead title={t("page.reconciliation", { ns: "shell" })}>
        <DayField
          label={t("open.label")}
          value={opened ?? ""}
          max={today}
          onDay={(day) => change({ day })}
        />
      </PageHead>
      <div className={styles.around}>
        <div className={styles.page} data-opened={!!opened}>
          <div className={styles.days}>
            <Range today={today} />
            <Days opened={opened} />
          </div>
          {opened && <DayPanel key={opened} day={opened} close={close} />}
        </div>
      </div>
    </>
  );
}

function Range({ today }: { today: string }) {
  const { t } = useTranslation("reconciliation");
  const [{ from, to }, change] = useAddress();
  return (
    <div className={styles.range}>
      <DayField
        label={t("range.from")}
        value={dayOf(from) ?? ""}
        max={today}
        onDay={(day) => change({ from: day })}
      />
      <DayField
        label={t("range.to")}
        value={dayOf(to) ?? ""}
        max={today}
        onDay={(day) => change({ to: day })}
      />
      {(from || to) && (
        <Button variant="subtle" onClick={() => change({ from: undefined, to: undefined })}>
          {t("range.clear")}
        </Button>
      )}
    </div>
  );
}

function Days({ opened }: { opened: string | undefined }) {
  const { t } = useTranslation(["reconciliation", "shell"]);
  const { id } = useProperty();
  const [{ from, to }] = useAddress();
  const { turned, ...query } = rangeOf(from, to);
  const days = api.useQuery(
    "get",
    DAYS,
    { params: { path: { property: id }, query } },
    { enabled: !turned },
  );
  if (turned) return <EmptyState title={t("range.wrong")} />;
  if (days.isPending) {
    return (
      <Stack gap="xs" px="lg" role="status" aria-label={t("loading", { ns: "shell" })}>
        {[1, 2, 3, 4, 5, 6].map((row) => (
          <Skeleton key={row} h={44} />
        ))}
      </Stack>
    );
  }
  if (!days.data) return <ErrorState error={days.error} retry={() => void days.refetch()} />;
  if (days.data.days.length === 0) {
    const title = from || to ? t("empty.range_title") : t("empty.title");
    return <EmptyState title={title} why={t("empty.why")} />;
  }
  return (
    <>
      <p className={styles.lead}>{t("lead")}</p>
      <DaysTable days={days.data.days} opened={opened} />
    </>
  );
}
