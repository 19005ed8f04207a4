import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { DelayFields } from "@/pages/products/rules/DelayFields";
import { DepositFields } from "@/pages/products/rules/DepositFields";
import { bodyOf, checkWith, type Form, formOf } from "@/pages/products/rules/form";
import { ModeFields } from "@/pages/products/rules/ModeFields";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";

/** How one may book: what validating makes, what is paid at once, and until when (R08, R19, R23). */
export default function RulesSection() {
  return <WithSelling>{(sold) => <RulesOf sold={sold} />}</WithSelling>;
}

function RulesOf({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t, i18n } = useTranslation("products");
  const { currency } = sold.selling;
  const { language } = i18n;
  const form = useCallback((selling: Schemas["Selling"]) => formOf(selling, language), [language]);
  const check = useCallback((said: Form) => checkWith(currency)(said), [currency]);
  const part = useSellingPart<Form>(sold, {
    name: "rules",
    form,
    check,
    put: (property, said, header) =>
      client.PUT("/api/v1/properties/{property}/rules", {
        params: { path: { property }, header },
        body: { rules: bodyOf(said, currency) },
      }),
  });
  const told = (said: Form): Told => [
    [t("rules.mode"), t(`mode.${said.mode}`)],
    [t("rules.pre_booking_too"), said.pre_booking_too ? "✓" : ""],
    [t("rules.means"), said.payment_means.map((one) => t(`means.${one}`)).join(", ")],
    [t("rules.deposit"), `${t(`deposit.${said.deposit}`)} ${said.value}`.trim()],
    [t("rules.min_days"), String(said.min_days_before ?? 0)],
    [t("rules.cut_off"), said.cut_off],
    [t("rules.option_days"), String(said.option_days ?? "")],
    [t("rules.reminder_days"), String(said.reminder_days ?? "")],
    [t("rules.group_from"), String(said.group_from ?? "")],
  ];
  const change = (to: Partial<Form>) => part.set({ ...part.form, ...to });
  return (
    <PartBlock id="rules" part={part} title={t("rules.title")} about={t("rules.about")} told={told}>
      <ModeFields part={part} change={change} />
      <DepositFields part={part} currency={currency} change={change} />
      <DelayFields part={part} change={change} />
    </PartBlock>
  );
}
