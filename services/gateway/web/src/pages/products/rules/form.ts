import type { Schemas } from "@/api/client";
import { typedAmount } from "@/pages/products/fields/amounts";
import { minorUnits } from "@/ui/money";

export type Means = Schemas["PaymentMeans"];
export type Kind = Schemas["DepositKind"];

/** How one may book, as one enters it: the deposit's value as it is typed. */
export interface Form {
  mode: Schemas["BookingMode"];
  pre_booking_too: boolean;
  payment_means: Means[];
  deposit: Kind;
  value: string;
  min_days_before: number | null;
  cut_off: string;
  option_days: number | null;
  reminder_days: number | null;
  refund_days: number | null;
  group_from: number | null;
}

export const MEANS: readonly Means[] = ["paypal", "paybox", "card_capture"];

export function formOf({ rules, currency }: Schemas["Selling"], language: string): Form {
  const { kind, value } = rules.deposit;
  return {
    mode: rules.mode,
    pre_booking_too: rules.pre_booking_too,
    payment_means: [...rules.payment_means],
    deposit: kind,
    value: typedValue(kind, value, currency, language),
    min_days_before: rules.min_days_before,
    cut_off: rules.cut_off ?? "",
    option_days: rules.option_days,
    reminder_days: rules.reminder_days,
    refund_days: rules.refund_days,
    group_from: rules.group_from ?? null,
  };
}

function typedValue(kind: Kind, value: number, currency: string, language: string): string {
  if (kind === "none") return "";
  return kind === "percentage" ? String(value) : typedAmount(value, currency, language);
}

/** What is paid at once: per cent, or minor units; null where nothing sensible is typed. */
export function worth({ deposit, value }: Form, currency: string): number | null {
  if (deposit === "none") return 0;
  if (deposit === "fixed") return minorUnits(value, currency) || null;
  const share = /^\d{1,3}$/.test(value.trim()) ? Number(value) : 0;
  return share >= 1 && share <= 100 ? share : null;
}

export function bodyOf(form: Form, currency: string): Schemas["Rules"] {
  return {
    mode: form.mode,
    pre_booking_too: form.pre_booking_too,
    payment_means: MEANS.filter((means) => form.payment_means.includes(means)),
    deposit: { kind: form.deposit, value: worth(form, currency) ?? 0 },
    min_days_before: form.min_days_before ?? 0,
    cut_off: form.cut_off || null,
    option_days: form.option_days ?? 1,
    reminder_days: form.reminder_days ?? 0,
    refund_days: form.refund_days ?? 0,
    group_from: form.group_from,
  };
}

export function checkWith(currency: string) {
  return (form: Form): Record<string, string> => {
    const faults: Record<string, string> = {};
    if (worth(form, currency) === null) {
      const typed = form.value.trim() !== "";
      faults.deposit = typed ? (form.deposit === "fixed" ? "amount" : "share") : "needed";
    }
    if (form.mode === "booking" && form.payment_means.length === 0) {
      faults.payment_means = "no_means";
    }
    if (form.option_days === null) faults.option_days = "needed";
    else if ((form.reminder_days ?? 0) >= form.option_days) faults.reminder_days = "reminder_late";
    return faults;
  };
}

/** What is asked at once of a stay that costs so much, in minor units. */
export function askedAtOnce(form: Form, total: number, currency: string): number | null {
  const value = worth(form, currency);
  if (value === null) return null;
  if (form.deposit === "none") return total;
  return form.deposit === "fixed" ? Math.min(value, total) : Math.round((total * value) / 100);
}
