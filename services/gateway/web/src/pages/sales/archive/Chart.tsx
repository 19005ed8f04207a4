import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { digitsOf, money } from "@/ui/money";
import styles from "./Archive.module.css";
import type { Bar } from "./months";
import { monthNamed } from "./naming";

const SERIES = ["firm", "options"] as const;
const COLOURS = { firm: "var(--state-done)", options: "var(--state-option)" } as const;

/** What was sold month by month, firm below and options on top; the table says the same. */
export default function Chart({ bars, currency }: { bars: Bar[]; currency: string }) {
  const { t, i18n } = useTranslation("sales");
  const id = useId();
  const unit = 10 ** digitsOf(currency);
  const data = useMemo(
    () => bars.map((bar) => ({ ...bar, options: bar.options / unit, firm: bar.firm / unit })),
    [bars, unit],
  );
  const amount = (value: number) => money(Math.round(value * unit), currency, i18n.language);
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  const short = (month: string) => monthNamed(month, i18n.language, "short");
  return (
    <figure className={styles.picture} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <h2 id={id} className={styles.title}>
          {t("archive.chart")}
        </h2>
        <ul className={styles.marks}>
          {SERIES.map((one) => (
            <li key={one} className={styles.mark}>
              <span className={styles.swatch} style={{ background: COLOURS[one] }} />
              {t(`total.${one}`)}
            </li>
          ))}
        </ul>
      </figcaption>
      <div role="img" aria-label={`${t("archive.chart")}. ${t("archive.chart_in_table")}`}>
        <BarChart
          h={220}
          data={data}
          dataKey="month"
          type="stacked"
          tickLine="none"
          maxBarWidth={36}
          accessibilityLayer={false}
          gridProps={{ strokeDasharray: "0" }}
          valueFormatter={amount}
          xAxisProps={{ tickFormatter: short, minTickGap: 20 }}
          yAxisProps={{ width: 62, tickFormatter: (value: number) => whole.format(value) }}
          tooltipProps={{
            labelFormatter: (month: unknown) =>
              typeof month === "string" && month ? monthNamed(month, i18n.language) : "",
          }}
          series={SERIES.map((one) => ({
            name: one,
            label: t(`total.${one}`),
            color: COLOURS[one],
          }))}
        />
      </div>
    </figure>
  );
}
