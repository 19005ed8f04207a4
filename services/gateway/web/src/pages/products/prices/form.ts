import type { Schemas } from "@/api/client";
import { rateOf, typedAmount, typedRate } from "@/pages/products/fields/amounts";
import { type Labels, written } from "@/pages/products/words/languages";
import { minorUnits } from "@/ui/money";

/** A price as one enters it: amount and tax rate as they are typed. */
export interface Form {
  id: string;
  name: Labels;
  description: Labels;
  minimum: number | null;
  maximum: number | null;
  amount: string;
  tax_name: string;
  tax_rate: string;
  /** Of a rate alone. */
  stock_type_id?: string;
}

type Priced = Schemas["RateLine"] | Schemas["Supplement"];

export function formOf(one: Priced, currency: string, language: string): Form {
  return {
    id: one.id,
    name: one.name,
    description: one.description ?? {},
    minimum: one.minimum,
    maximum: one.maximum,
    amount: typedAmount(one.unit_amount, currency, language),
    tax_name: one.tax_name,
    tax_rate: typedRate(one.tax_rate, language),
    ...("stock_type_id" in one ? { stock_type_id: one.stock_type_id } : {}),
  };
}

export function bodyOf(one: Form, currency: string): Schemas["Supplement"] {
  return {
    id: one.id,
    name: written(one.name),
    description: written(one.description),
    minimum: one.minimum ?? 0,
    maximum: one.maximum ?? 1,
    unit_amount: minorUnits(one.amount, currency) ?? 0,
    tax_name: one.tax_name.trim(),
    tax_rate: rateOf(one.tax_rate) ?? "0",
  };
}

export function rateBodyOf(one: Form, currency: string): Schemas["RateLine"] {
  return { ...bodyOf(one, currency), stock_type_id: one.stock_type_id ?? "" };
}

/** One more, with the tax of the last one. */
export function another(id: string, all: readonly Form[], maximum: number, type?: string): Form {
  const { tax_name = "", tax_rate = "0" } = all.at(-1) ?? {};
  const empty = { name: {}, description: {}, minimum: 0, maximum, amount: "" };
  const of = type === undefined ? {} : { stock_type_id: type };
  return { id, ...empty, tax_name, tax_rate, ...of };
}

export function checkWith(currency: string) {
  return (forms: readonly Form[]): Record<string, string> => {
    const faults = forms.flatMap((one, at) =>
      Object.entries(faultsOf(one, currency)).map(([field, fault]) => [`${at}.${field}`, fault]),
    );
    return Object.fromEntries(faults);
  };
}

function faultsOf(one: Form, currency: string): Record<string, string> {
  const faults: Record<string, string> = {};
  if (Object.keys(written(one.name)).length === 0) faults.name = "needed";
  if (!one.amount.trim()) faults.unit_amount = "needed";
  else if (minorUnits(one.amount, currency) === null) faults.unit_amount = "amount";
  if (rateOf(one.tax_rate) === null) faults.tax_rate = "rate";
  if (one.maximum === null) faults.maximum = "needed";
  else if (one.maximum < Math.max(1, one.minimum ?? 0)) faults.maximum = "below_minimum";
  return faults;
}

/** The most places that a stock type ever opens with: what a guest may order at the most (R31). */
export function capacityOf(openings: readonly Schemas["Opening"][], type: string): number {
  const places = openings.filter((one) => one.stock_type_id === type).flatMap((one) => one.places);
  return Math.max(0, ...places) || 20;
}
