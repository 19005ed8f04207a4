import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { nightAt } from "@/pages/planning/nights";
import type { CellData } from "@/pages/planning/windows";
import { useProperty } from "@/session/property";
import { plainDate } from "@/ui/time";

const heads = new Map<string, { letter: string; day: string; long: string }>();

/** How a night stands at the head of its column, and how one says it; each is made once. */
export function headOf(number: number, language: string) {
  const key = `${language}${number}`;
  const known = heads.get(key);
  if (known) return known;
  const night = nightAt(number);
  const date = new Date(`${night}T00:00:00Z`);
  const letter = formatOf(language, "narrow").format(date);
  const made = {
    letter,
    day: String(Number(night.slice(8))),
    long: plainDate(night, language, true),
  };
  heads.set(key, made);
  return made;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: string, weekday: "narrow"): Intl.DateTimeFormat {
  const known =
    formats.get(language) ?? new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
  formats.set(language, known);
  return known;
}

/** "lun. 22 févr.": where there is little room. */
export function shortNight(night: string, language: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language, options).format(new Date(`${night}T00:00:00Z`));
}

export function monthName(number: number, language: string): string {
  const date = new Date(`${nightAt(number)}T00:00:00Z`);
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language, options).format(date);
}

type Texts = Readonly<Record<string, string>> | undefined;

/** A text of the hut's in the reader's language, else in the hut's first one that it has. */
export function textIn(texts: Texts, wanted: readonly string[]): string {
  const language = wanted.find((one) => texts?.[one]);
  return (language && texts?.[language]) || Object.values(texts ?? {})[0] || "";
}

/** Says a text of the hut's in the reader's language. */
export function useLabel(): (texts: Texts) => string {
  const { i18n } = useTranslation();
  const { languages } = useProperty();
  return useCallback(
    (texts) => textIn(texts, [i18n.language, ...languages]),
    [i18n.language, languages],
  );
}

/** One sentence about a cell: places left, who has the rest, why nothing can be booked. */
export function useCellText(): (cell: CellData | undefined) => string {
  const { t } = useTranslation("planning");
  return useCallback(
    (cell) => {
      if (!cell) return t("cell.reading");
      const { left, places: total, bookings, persons, options, adjustment } = cell;
      const said = [whyOf(cell, t) ?? t("cell.left", { left, total })];
      if (bookings > 0) said.push(t("cell.sold", { bookings, persons }));
      if (options > 0) said.push(t("cell.options", { options }));
      if (adjustment) said.push(t("cell.adjusted", { by: signed(adjustment) }));
      return said.join(" · ");
    },
    [t],
  );
}

function whyOf(cell: CellData, t: ReturnType<typeof useTranslation<"planning">>["t"]) {
  if (cell.why === null) return null;
  if (cell.why === "closed") return t(`why.closed_${cell.closing ?? "day"}`);
  return cell.why === "full" ? t("why.full", { total: cell.places }) : t("why.not_open");
}

/** "+3", "−2": with a minus as wide as the plus. */
export function signed(number: number): string {
  return number < 0 ? `−${-number}` : `+${number}`;
}
