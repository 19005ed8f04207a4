import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { checkWith, type Form, formOf } from "@/pages/products/prices/form";
import type { Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import type { Headers } from "@/pages/products/saving/usePart";
import { first, type Labels, type Writing } from "@/pages/products/words/languages";
import { useProperty } from "@/session/property";

type Answer = { data?: Schemas["Saved"] | Schemas["Accepted"] | undefined };

/** The hut's rates, or its supplements, as a part that is saved as one goes. */
export function usePrices(
  sold: Schemas["SellingAnswer"],
  name: "rates" | "supplements",
  put: (property: string, form: Form[], header: Headers) => Promise<Answer>,
) {
  const { i18n } = useTranslation();
  const { currency } = useProperty();
  const { language } = i18n;
  const form = useCallback(
    (selling: Schemas["Selling"]) =>
      selling[name].map((one) => formOf(one, selling.currency, language)),
    [name, language],
  );
  const check = useCallback((forms: Form[]) => checkWith(currency)(forms), [currency]);
  return useSellingPart<Form[]>(sold, { name, form, check, put });
}

/** Prices as names and values, for whoever compares two versions. */
export function toldPrices(forms: readonly Form[], writing: Writing, untitled: string): Told {
  return forms.map((one) => [
    first(one.name, writing.order) || untitled,
    [
      one.amount,
      `${one.minimum ?? 0} – ${one.maximum ?? ""}`,
      first(one.description, writing.order),
      `${one.tax_name} ${one.tax_rate} %`.trim(),
    ].join("\n"),
  ]);
}

/** How many of some have their words in a language, from 0 to 1. */
export function shareOf(all: readonly { name: Labels }[], language: string): number {
  const said = all.filter(({ name }) => name[language]?.trim());
  return all.length === 0 ? 0 : said.length / all.length;
}
