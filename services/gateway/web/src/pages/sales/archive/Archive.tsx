import { Button, Skeleton, TextInput } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import bar from "@/pages/orders/FilterBar.module.css";
import { useMay, useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Money } from "@/ui/Money";
import { PageHead } from "@/ui/PageHead";
import { localDay, useNow } from "@/ui/time";
import { ExportMenu } from "../ExportMenu";
import sales from "../sales.module.css";
import { PARTS, useTotals } from "../Totals";
import { ViewSwitch } from "../ViewSwitch";
import styles from "./Archive.module.css";
import { barsOf, type SalesTotals } from "./months";
import { Years } from "./Years";

const Chart = lazy(() => import("./Chart"));
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const EVERYTHING = {};

/** All sales by year and month, with PRE-RESAS, RESAS and TOTAL as of any day (R41). */
export default function Archive() {
  const { t } = useTranslation("sales");
  const { time_zone: zone } = useProperty();
  const [{ as_of }, change] = useAddress();
  const today = localDay(useNow(60_000), zone);
  const asOf = as_of && DATE.test(as_of) && as_of < today ? as_of : undefined;
  const totals = useTotals(undefined, undefined, asOf);
  const mayExport = useMay("export");
  return (
    <>
      <PageHead title={t("title")}>{mayExport && <ExportMenu query={EVERYTHING} />}</PageHead>
      <div className={bar.bar}>
        <div className={`${bar.chips} ${styles.chips}`}>
          <ViewSwitch />
          <AsOf day={asOf ?? today} today={today} />
          {asOf && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => change({ as_of: undefined })}
            >
              {t("as_of.now")}
            </Button>
          )}
        </div>
      </div>
      <div className={styles.page} data-stale={totals.isPlaceholderData || undefined}>
        {totals.error && !totals.data && (
          <ErrorState error={totals.error} retry={() => void totals.refetch()} />
        )}
        {totals.isPending && <Waiting />}
        {totals.data && <Told totals={totals.data} />}
      </div>
    </>
  );
}

/** As it stood at the end of a day; a day that is being typed is not taken before it is one. */
function AsOf({ day, today }: { day: string; today: string }) {
  const { t } = useTranslation("sales");
  const [, change] = useAddress();
  const [typed, setTyped] = useState(day);
  useEffect(() => setTyped(day), [day]);
  return (
    <TextInput
      type="date"
      className={styles.asOf}
      label={t("as_of")}
      max={today}
      value={typed}
      onChange={(event) => {
        const asked = event.currentTarget.value;
        setTyped(asked);
        if (asked > "2000") change({ as_of: asked < today ? asked : undefined }, true);
      }}
      onBlur={() => setTyped(day)}
    />
  );
}

function Told({ totals }: { totals: SalesTotals }) {
  const { t } = useTranslation("sales");
  if (totals.all.count === 0 && totals.other_money.length === 0) {
    return <EmptyState title={t("archive.empty.title")} why={t("archive.empty.why")} />;
  }
  return (
    <>
      <dl className={`${sales.totals} ${styles.sums}`}>
        {PARTS.map((part) => (
          <div key={part} className={sales.total} data-part={part}>
            <dt>{t(`total.${part}`)}</dt>
            <dd>
              <Money amount={totals[part].total} currency={totals.currency} />
              <span className={sales.soft}>{t("stays", { count: totals[part].count })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Suspense fallback={<Skeleton h={292} radius="md" />}>
        <Chart bars={barsOf(totals)} currency={totals.currency} />
      </Suspense>
      <Years totals={totals} />
      {totals.other_money.map((other) => (
        <p key={other.currency} className={sales.soft}>
          {t("archive.other", { currency: other.currency })}{" "}
          <Money amount={other.all.total} currency={other.currency} />
        </p>
      ))}
    </>
  );
}

function Waiting() {
  const { t } = useTranslation("shell");
  return (
    <>
      <output className="unseen">{t("loading")}</output>
      <Skeleton h={52} radius="md" />
      <Skeleton h={292} radius="md" />
      <Skeleton h={240} radius="md" />
    </>
  );
}
