/** How many digits a currency has after the point: 2 for EUR, 0 for JPY, 3 for TND. */
export function digitsOf(currency: string): number {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** An amount in minor units as its reader writes it: (2550, "EUR", "fr") is "25,50 €". */
export function money(amount: number, currency: string, language: string): string {
  const value = amount / 10 ** digitsOf(currency);
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(value);
}

/** What a person typed, in minor units; null when it is no amount ("12,5" and "12.50" are). */
export function minorUnits(typed: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const pattern = new RegExp(`^\\d{1,9}(?:[.,]\\d{0,${digits}})?$`);
  const text = typed.replace(/[\s\u00a0\u202f]/g, "");
  if (!pattern.test(text)) return null;
  const [whole = "0", rest = ""] = text.split(/[.,]/);
  return Number(whole) * 10 ** digits + Number(rest.padEnd(digits, "0") || 0);
}
