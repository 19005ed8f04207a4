import { Skeleton } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAddress } from "@/app/search";
import { loadParts } from "@/i18n";
import { useMay, useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { PageMissing } from "@/ui/PageMissing";
import { localDay, useNow } from "@/ui/time";
import type { Figures } from "./answers";
import { Days } from "./Days";
import { Export } from "./Export";
import { FollowOrders } from "./FollowOrders";
import styles from "./figures.module.css";
import { Headline } from "./Headline";
import { OtherCurrencies } from "./OtherCurrencies";
import { PeriodBar } from "./PeriodBar";
import { type Period, periodAsked, refused } from "./period";
import { Restaurants } from "./Restaurants";

await loadParts("figures");

const Charts = lazy(() => import("./Charts"));

/** Orders, revenue, delivery times and refunds of a period, as pictures and as a table. */
export function FiguresPage() {
  return useMay("see_figures") ? <Shown /> : <PageMissing />;
}

function Shown() {
  const { t } = useTranslation(["figures", "shell"]);
  const { time_zone: zone } = useProperty();
  const today = localDay(useNow(60_000), zone);
  const [{ from, to }] = useAddress();
  const period = periodAsked(from, to, today);
  const wrong = refused(period);
  return (
    <>
      <PageHead title={t("shell:page.figures")}>{!wrong && <Export period={period} />}</PageHead>
      <PeriodBar period={period} today={today} wrong={wrong} />
      <div className={styles.page}>{!wrong && <Read period={period} />}</div>
      {useMay("see_orders") && <FollowOrders />}
    </>
  );
}

function Read({ period }: { period: Period }) {
  const { id: property } = useProperty();
  const { data, error, refetch, isPlaceholderData } = api.useQuery(
    "get",
    "/api/v1/properties/{property}/figures",
    { params: { path: { property }, query: period } },
    { placeholderData: keepPreviousData },
  );
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className={styles.body} data-leaving={isPlaceholderData || undefined}>
      <Told figures={data} />
    </div>
  );
}

function Told({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  if (figures.totals.orders.all === 0) {
    return <EmptyState title={t("empty.title")} why={t("empty.why")} />;
  }
  return (
    <>
      <Headline figures={figures} />
      <Suspense fallback={<ChartsLoading />}>
        <Charts figures={figures} />
      </Suspense>
      <Restaurants figures={figures} />
      <Days figures={figures} />
      <OtherCurrencies figures={figures} />
    </>
  );
}

function Loading() {
  const { t } = useTranslation("shell");
  return (
    <div className={styles.body}>
      <output className="unseen">{t("loading")}</output>
      <div className={styles.headline}>
        {["orders", "revenue", "times", "refunds"].map((name) => (
          <Skeleton key={name} h={98} radius="md" />
        ))}
      </div>
      <ChartsLoading />
      <Skeleton h={320} radius="md" />
    </div>
  );
}

function ChartsLoading() {
  return (
    <div className={styles.charts}>
      {["orders", "revenue", "times", "refunds"].map((name) => (
        <Skeleton key={name} h={292} radius="md" />
      ))}
    </div>
  );
}
