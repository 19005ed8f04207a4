import { Button } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useMay, useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { PageMissing } from "@/ui/PageMissing";
import { SearchField } from "@/ui/SearchField";
import { localDay, useNow } from "@/ui/time";
import { ExportMenu } from "./ExportMenu";
import { filtersOf, isFiltered, NO_FILTERS, queryOf } from "./filters";
import { SalesFilters } from "./SalesFilters";
import { SalesList } from "./SalesList";
import { SalesSkeleton } from "./SalesSkeleton";
import styles from "./sales.module.css";
import { Totals } from "./Totals";
import { useSales } from "./useSales";

const Archive = lazy(() => import("./archive/Archive"));
const TYPING = 200;

/** What a hut has sold: the latest first, and its archive by year and month (R39, R41, R42). */
export function SalesPage() {
  return useMay("see_stays") ? <Shown /> : <PageMissing />;
}

function Shown() {
  const [{ view }] = useAddress();
  const seesTotals = useMay("see_figures");
  if (view !== "archive" || !seesTotals) return <Latest />;
  return (
    <Suspense fallback={<SalesSkeleton />}>
      <Archive />
    </Suspense>
  );
}

function Latest() {
  const { t } = useTranslation("sales");
  const { time_zone: zone } = useProperty();
  const [search, change] = useAddress();
  const today = localDay(useNow(60_000), zone);
  const filters = useMemo(() => filtersOf(search), [search]);
  const query = useMemo(() => queryOf(filters, today), [filters, today]);
  const sales = useSales(query);
  const seesTotals = useMay("see_figures");
  const mayExport = useMay("export");
  return (
    <>
      <PageHead title={t("title")}>
        <TypedSearch value={filters.q} onChange={(q) => change({ q }, true)} />
        {mayExport && <ExportMenu query={query} />}
      </PageHead>
      <SalesFilters
        filters={filters}
        count={sales.data ? sales.rows.length : null}
        more={sales.hasNextPage}
      />
      {seesTotals && <Totals query={query} />}
      <div className={styles.list} data-stale={sales.isPlaceholderData || undefined}>
        {sales.rows.length > 0 && <SalesList sales={sales} />}
        {sales.rows.length === 0 && sales.isError && (
          <ErrorState error={sales.error} retry={() => void sales.refetch()} />
        )}
        {sales.rows.length === 0 && sales.isSuccess && !sales.hasNextPage && (
          <Nothing filtered={isFiltered(query)} clear={() => change(NO_FILTERS)} />
        )}
        {sales.rows.length === 0 && (sales.isPending || sales.hasNextPage) && <SalesSkeleton />}
      </div>
    </>
  );
}

/** Writes what is typed into the address when a pause shows that it is meant. */
function TypedSearch(props: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("sales");
  const [typed, setTyped] = useState(props.value);
  const say = useDebouncedCallback(props.onChange, TYPING);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <SearchField
      value={typed}
      hint={t("search.hint")}
      onChange={(value) => {
        setTyped(value);
        say(value);
      }}
    />
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation("sales");
  if (!filtered) return <EmptyState title={t("empty.title")} why={t("empty.why")} />;
  return (
    <EmptyState
      title={t("nothing.title")}
      why={t("nothing.why")}
      action={
        <Button variant="default" onClick={clear}>
          {t("filters.clear")}
        </Button>
      }
    />
  );
}
