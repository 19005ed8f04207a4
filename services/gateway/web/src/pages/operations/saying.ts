import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Figures as their reader writes them; times are of the reader's own clock, ages are seconds. */
export function sayIn(language: string) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, maximumFractionDigits: 0 });
  const [second, minute, hour, day] = ["second", "minute", "hour", "day"].map(unit);
  const bytes = new Intl.NumberFormat(language, { style: "unit", unit: "byte" });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" });
  const short = new Intl.DateTimeFormat(language, { timeStyle: "short", hourCycle: "h23" });
  const whole = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  return {
    count: (value: number) => number.format(value),
    rate: (value: number) => `${fine.format(value)}/s`,
    bytes: (value: number) => bytes.format(value),
    age: (seconds: number): string => {
      const parts = [
        [86_400, day],
        [3600, hour],
        [60, minute],
      ] as const;
      const found = parts.find(([size]) => seconds >= size);
      return (found ? found[1]?.format(seconds / found[0]) : second?.format(seconds)) ?? "";
    },
    /** "14:02:11", of another day with its date. */
    time: (at: string | number): string => {
      const date = new Date(at);
      const today = date.toDateString() === new Date().toDateString();
      return (today ? time : whole).format(date);
    },
    minute: (at: number) => short.format(at),
    exactly: (at: string) => whole.format(new Date(at)),
  };
}

export type Say = ReturnType<typeof sayIn>;

export function useSay(): Say {
  const { i18n } = useTranslation();
  return useMemo(() => sayIn(i18n.language), [i18n.language]);
}
