import { digitsOf } from "@/ui/money";

/** An amount in minor units as one types it: 2550 is "25,50" in French; whole ones without ",00". */
export function typedAmount(amount: number, currency: string, language: string): string {
  const digits = digitsOf(currency);
  const value = amount / 10 ** digits;
  const shown = Number.isInteger(value) ? 0 : digits;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: shown,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}

/** A rate as the API has it ("10.00") as one types it ("10"), and back; null where it is none. */
export function typedRate(rate: string, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(Number(rate));
}

export function rateOf(typed: string): string | null {
  const text = typed.trim().replace("%", "").trim().replace(",", ".") || "0";
  return /^\d{1,3}(\.\d{1,4})?$/.test(text) && Number(text) <= 100 ? text : null;
}
