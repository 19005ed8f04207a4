import type { Schemas } from "@/api/client";
import { minorUnits } from "@/ui/money";

type Body = Schemas["OrderBody"];

/** A dish as it is typed: its price is for one, tax included, its rate in percent. */
export interface Dish {
  name: string;
  quantity: number;
  price: string;
  rate: string;
}

/** An order as a person writes it; kept as a draft. `taxes` holds what was typed over, by rate. */
export interface Written {
  room: string;
  surname: string;
  givenName: string;
  phone: string;
  language: Schemas["Language"] | "";
  restaurant: string;
  dishes: Dish[];
  taxes: Record<string, string>;
}

export const NEW_DISH: Dish = { name: "", quantity: 1, price: "", rate: "10" };
export const NOTHING_WRITTEN: Written = {
  room: "",
  surname: "",
  givenName: "",
  phone: "",
  language: "",
  restaurant: "",
  dishes: [NEW_DISH],
  taxes: {},
};

/** One tax line as it will be sent, in minor units; `rate` is percent with two decimals. */
export interface Tax {
  rate: string;
  gross: number;
  tax: number;
}

const RATE = /^\d{1,2}(?:[.,]\d{1,2})?$/;

/** A rate as the API writes it ("5,5" is "5.50"); null when it is none. */
export function rateOf(typed: string): string | null {
  const text = typed.trim();
  return RATE.test(text) ? Number(text.replace(",", ".")).toFixed(2) : null;
}

/** The tax lines that the dishes come to: one per rate, the tax within its gross amount (O16). */
export function taxesOf(written: Written, currency: string): Tax[] {
  const gross = new Map<string, number>();
  for (const dish of written.dishes) {
    const price = priceOf(dish, currency);
    const rate = rateOf(dish.rate);
    if (price === null || rate === null) continue;
    gross.set(rate, (gross.get(rate) ?? 0) + price * dish.quantity);
  }
  return [...gross].map(([rate, sum]) => {
    const typed = minorUnits(written.taxes[rate] ?? "", currency);
    const share = Number(rate) / 100;
    return { rate, gross: sum, tax: typed ?? Math.round((sum * share) / (1 + share)) };
  });
}

/** What one dish costs in minor units; a discount has a minus. Null when it is no amount. */
export function priceOf({ price }: Dish, currency: string): number | null {
  const text = price.trim();
  if (!/^[-−]/.test(text)) return minorUnits(text, currency);
  const amount = minorUnits(text.slice(1), currency);
  return amount === null ? null : -amount;
}

export function totalOf(taxes: readonly Tax[]): number {
  return taxes.reduce((sum, { gross }) => sum + gross, 0);
}

/** What is wrong with what was written, by the API's own names of the fields. */
export type Faults = Record<string, "needed" | "amount" | "rate" | "negative" | "tax">;

export function faultsOf(written: Written, currency: string): Faults {
  const faults: Faults = {};
  if (!written.room.trim()) faults.room = "needed";
  if (!written.surname.trim()) faults["guest.surname"] = "needed";
  if (!written.restaurant.trim()) faults.restaurant = "needed";
  for (const [place, dish] of written.dishes.entries()) {
    if (!dish.name.trim()) faults[`lines.${place}.name`] = "needed";
    if (priceOf(dish, currency) === null) faults[`lines.${place}.unit_amount`] = "amount";
    if (rateOf(dish.rate) === null) faults[`lines.${place}.rate`] = "rate";
  }
  const taxes = taxesOf(written, currency);
  if (totalOf(taxes) < 0) faults.total = "negative";
  for (const { rate, gross, tax } of taxes) {
    if (tax > Math.max(gross, 0)) faults[`tax.${rate}`] = "tax";
  }
  return faults;
}

/** The request, once nothing is wrong. `taxName` says what a rate is called on the folio. */
export function bodyOf(
  written: Written,
  currency: string,
  taxName: (rate: string) => string,
): Body {
  const taxes = taxesOf(written, currency);
  const { givenName, phone, language } = written;
  return {
    room: written.room.trim(),
    guest: {
      surname: written.surname.trim(),
      ...(givenName.trim() ? { given_name: givenName.trim() } : {}),
      ...(phone.trim() ? { phone: phone.trim() } : {}),
      ...(language ? { language } : {}),
    },
    restaurant: written.restaurant.trim(),
    lines: written.dishes.map((dish) => ({
      name: dish.name.trim(),
      quantity: dish.quantity,
      unit_amount: priceOf(dish, currency) ?? 0,
    })),
    currency,
    tax_lines: taxes.map(({ rate, gross, tax }) => ({
      name: taxName(rate),
      rate,
      net: gross - tax,
      tax,
    })),
    total: totalOf(taxes),
  };
}
