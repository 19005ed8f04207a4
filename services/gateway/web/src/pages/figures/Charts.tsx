import "@mantine/charts/styles.css";
import { BarChart, LineChart } from "@mantine/charts";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import { digitsOf } from "@/ui/money";
import type { Figures } from "./answers";
import styles from "./figures.module.css";
import { Picture } from "./Picture";
import { givenBackOf, stoppedOf } from "./rows";
import { type Say, useSay } from "./saying";

const HEIGHT = 210;

/** Four pictures of the period's days. The table below them says the same in figures. */
export default function Charts({ figures }: { figures: Figures }) {
  const { t } = useTranslation("figures");
  const say = useSay();
  const openDay = useOpenDay();
  const data = pictured(figures);
  const { currency } = figures;
  const inMoney = (value: number) =>
    say.amount(Math.round(value * 10 ** digitsOf(currency)), currency);
  const inMinutes = (value: number) => say.minutes(value * 60);
  const common = {
    h: HEIGHT,
    data,
    dataKey: "day",
    tickLine: "none",
    ...axes(say),
    ...quiet,
  } as const;
  const bars = {
    ...common,
    maxBarWidth: 28,
    barChartProps: {
      onClick: ({ activeLabel }: { activeLabel?: string | number | undefined }) => {
        if (activeLabel) openDay(String(activeLabel));
      },
      className: styles.pressed ?? "",
    },
  };
  return (
    <div className={styles.charts}>
      <Picture
        title={t("chart.orders")}
        marks={[
          { name: t("in_progress"), colour: "var(--state-progress)" },
          { name: t("delivered"), colour: "var(--state-done)" },
          { name: t("given_back"), colour: "var(--state-back)" },
          { name: t("stopped"), colour: "var(--state-stop)" },
        ]}
      >
        <BarChart
          {...bars}
          type="stacked"
          valueFormatter={say.count}
          series={[
            { name: "delivered", label: t("delivered"), color: "var(--state-done)" },
            { name: "given_back", label: t("given_back"), color: "var(--state-back)" },
            { name: "stopped", label: t("stopped"), color: "var(--state-stop)" },
            { name: "in_progress", label: t("in_progress"), color: "var(--state-progress)" },
          ]}
        />
      </Picture>
      <Picture title={t("chart.revenue")}>
        <BarChart
          {...bars}
          valueFormatter={inMoney}
          yAxisProps={{ ...wide, tickFormatter: (value: number) => say.count(value) }}
          series={[{ name: "revenue", label: t("revenue"), color: "var(--text-soft)" }]}
        />
      </Picture>
      <Picture
        title={t("chart.times")}
        marks={[
          { name: t("median"), colour: "var(--text)" },
          { name: t("p90"), colour: "var(--state-near)", dashed: true },
        ]}
      >
        <LineChart
          {...common}
          curveType="linear"
          withDots={data.length < 45}
          strokeWidth={2}
          connectNulls={false}
          valueFormatter={inMinutes}
          lineChartProps={bars.barChartProps}
          series={[
            { name: "p90", label: t("p90"), color: "var(--state-near)", strokeDasharray: "5 4" },
            { name: "median", label: t("median"), color: "var(--text)" },
          ]}
        />
      </Picture>
      <Picture title={t("chart.refunds")}>
        <BarChart
          {...bars}
          valueFormatter={inMoney}
          yAxisProps={{ ...wide, tickFormatter: (value: number) => say.count(value) }}
          series={[{ name: "refunded", label: t("refunds"), color: "var(--state-back)" }]}
        />
      </Picture>
    </div>
  );
}

// The picture is one image to who does not see it: the table is what they read instead.
const quiet = { accessibilityLayer: false, gridProps: { strokeDasharray: "0" } } as const;
const wide = { width: 62 };

function axes(say: Say) {
  return {
    xAxisProps: { tickFormatter: say.shortDay, minTickGap: 28 },
    yAxisProps: { width: 62, allowDecimals: false },
    // Recharts also asks when it points at nothing.
    tooltipProps: {
      labelFormatter: (day: unknown) => (typeof day === "string" && day ? say.longDay(day) : ""),
    },
  };
}

/** A row for each day, in main units and minutes. */
function pictured({ days, currency }: Figures) {
  const unit = 10 ** digitsOf(currency);
  return days.map((row) => ({
    day: row.day,
    delivered: row.orders.delivered,
    given_back: givenBackOf(row),
    stopped: stoppedOf(row),
    in_progress: row.orders.in_progress,
    revenue: row.money.revenue / unit,
    refunded: row.money.refunded / unit,
    median: row.delivery.median == null ? null : row.delivery.median / 60,
    p90: row.delivery.p90 == null ? null : row.delivery.p90 / 60,
  }));
}

function useOpenDay() {
  const navigate = useNavigate();
  const { id: property } = useProperty();
  return (day: string) =>
    void navigate({
      to: "/p/$property/orders",
      params: { property },
      search: { from: day, to: day },
    });
}
