import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { money } from "@/ui/money";

/** Figures as their reader writes them. Times are seconds, shares are parts of one. */
export function sayIn(language: string) {
  const whole = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const minutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute" });
  const more = { signDisplay: "exceptZero" } as const;
  const morePercent = new Intl.NumberFormat(language, { style: "percent", ...more });
  const moreMinutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", ...more });
  const date = (style: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" });
    return (day: string) => format.format(new Date(`${day}T00:00:00Z`));
  };
  return {
    count: (value: number) => whole.format(value),
    share: (value: number) => percent.format(value),
    minutes: (seconds: number) => minutes.format(Math.round(seconds / 60)),
    moreShare: (value: number) => morePercent.format(Math.round(value * 100) / 100),
    moreMinutes: (seconds: number) => moreMinutes.format(Math.round(seconds / 60)),
    amount: (value: number, currency: string) => money(value, currency, language),
    /** "sam. 28 nov." */
    day: date({ weekday: "short", day: "numeric", month: "short" }),
    /** "28 nov." */
    shortDay: date({ day: "numeric", month: "short" }),
    /** "samedi 28 novembre 2026" */
    longDay: date({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  };
}

export type Say = ReturnType<typeof sayIn>;

export function useSay(): Say {
  const { i18n } = useTranslation();
  return useMemo(() => sayIn(i18n.language), [i18n.language]);
}
