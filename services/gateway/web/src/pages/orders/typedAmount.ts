import { digitsOf } from "@/ui/money";

/** An amount in minor units as a person would type it: (1250, "EUR", "fr") is "12,50". */
export function typedAmount(amount: number, currency: string, language: string): string {
  const digits = digitsOf(currency);
  const options = { minimumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(language, options).format(amount / 10 ** digits);
}
