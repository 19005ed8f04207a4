import type { Schemas } from "@/api/client";

/** An opening as one enters it: nights as `2027-06-12`, empty while not said. */
export interface Form {
  id: string;
  stock_type_id: string;
  first: string;
  last: string;
  places: (number | null)[];
}

const WEEK = 7;

export function formOf(selling: Schemas["Selling"]): Form[] {
  return selling.openings.map((one) => ({ ...one, places: [...one.places] }));
}

export function bodyOf(forms: readonly Form[]): Schemas["Opening"][] {
  return forms.map((one) => ({ ...one, places: one.places.map((places) => places ?? 0) }));
}

/** One more opening of a stock type, with the places of its last one. */
export function another(id: string, stock_type_id: string, forms: readonly Form[]): Form {
  const before = forms.findLast((one) => one.stock_type_id === stock_type_id);
  const places = before?.places ?? Array<number | null>(WEEK).fill(null);
  return { id, stock_type_id, first: "", last: "", places: [...places] };
}

export function check(forms: readonly Form[]): Record<string, string> {
  const faults = forms.flatMap((one, at) => [
    ...(one.first ? [] : [[`${at}.first`, "needed"]]),
    ...(one.last ? [] : [[`${at}.last`, "needed"]]),
    ...(one.first && one.last && one.last < one.first ? [[`${at}.last`, "crossed"]] : []),
    ...(one.first && one.last && overlapped(forms, at) ? [[`${at}.first`, "overlaps"]] : []),
    ...one.places.flatMap((places, day) =>
      places === null ? [[`${at}.places.${day}`, "needed"]] : [],
    ),
  ]);
  return Object.fromEntries(faults);
}

/** Whether an earlier line of the same stock type has a night of this one. */
function overlapped(forms: readonly Form[], at: number): boolean {
  const one = forms[at];
  return forms
    .slice(0, at)
    .some(
      (other) =>
        one !== undefined &&
        other.stock_type_id === one.stock_type_id &&
        other.first !== "" &&
        other.first <= one.last &&
        one.first <= other.last,
    );
}

/** The weekdays, Monday first, as their reader writes them. */
export function weekdays(language: string, width: "short" | "long" = "short"): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: width, timeZone: "UTC" });
  // 5 January 1970 was a Monday.
  return Array.from({ length: WEEK }, (_, day) => format.format(Date.UTC(1970, 0, 5 + day)));
}
