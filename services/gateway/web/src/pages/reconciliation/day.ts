import type { Schemas } from "@/api/client";
import { digitsOf } from "@/ui/money";

export type Day = Schemas["DayAnswer"];
export type Summary = Schemas["DaySummary"];
export type Mismatch = Schemas["Mismatch"];
export type Reason = Schemas["MismatchReason"];

export const DAYS = "/api/v1/properties/{property}/reconciliation";
export const DAY = "/api/v1/properties/{property}/reconciliation/{day}";

const WRITTEN = /^2\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day as the address says it; undefined for what is none. */
export function dayOf(said: string | undefined): string | undefined {
  return said && WRITTEN.test(said) ? said : undefined;
}

/** The days that are asked for: absent ends are open, and a turned range asks for nothing. */
export function rangeOf(from: string | undefined, to: string | undefined) {
  const first = dayOf(from);
  const last = dayOf(to);
  const turned = !!first && !!last && first > last;
  return { ...(first ? { from: first } : {}), ...(last ? { to: last } : {}), turned };
}

/** Whether a side's total is another than Comptoir's own; silence differs from nothing. */
export function differs(amount: number | null | undefined, ledger: number | null | undefined) {
  return amount != null && amount !== ledger;
}

export interface CsvWords {
  head: readonly string[];
  result: string;
  why: (reason: Reason) => string;
}

/** A day as a table for a spreadsheet: its totals, then each order that differs. */
export function csvOf(day: Day, words: CsvWords): string {
  const { currency } = day;
  const amount = (value: number | null | undefined) => inMainUnits(value, currency);
  const total = [
    day.day,
    "",
    "",
    amount(day.partner_total),
    amount(day.ledger_total),
    amount(day.folio_total),
    currency,
    words.result,
  ];
  const lines = day.mismatches.map((one) => [
    day.day,
    one.reference ?? "",
    one.external_id ?? "",
    amount(one.partner),
    amount(one.ledger),
    amount(one.folio),
    currency,
    one.reasons.map(words.why).join(" "),
  ]);
  return `\ufeff${[words.head, total, ...lines].map(csvLine).join("\r\n")}\r\n`;
}

function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(",");
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula stays a text. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** 2550 EUR is "25.50": a number that every spreadsheet reads. */
function inMainUnits(value: number | null | undefined, currency: string): string {
  if (value == null) return "";
  const digits = digitsOf(currency);
  return (value / 10 ** digits).toFixed(digits);
}
