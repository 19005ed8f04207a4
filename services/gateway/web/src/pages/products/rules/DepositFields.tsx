import { Radio, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AmountField } from "@/pages/products/fields/AmountField";
import rows from "@/pages/products/fields/Rows.module.css";
import { askedAtOnce, type Form, type Kind } from "@/pages/products/rules/form";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";
import { digitsOf, money } from "@/ui/money";

const KINDS: readonly Kind[] = ["none", "percentage", "fixed"];

/** What is paid at once; without a deposit, everything is (R08). */
export function DepositFields(props: {
  part: Part<Form>;
  currency: string;
  change: (to: Partial<Form>) => void;
}) {
  const { t, i18n } = useTranslation("products");
  const { part, currency, change } = props;
  const field = useField(part);
  const { form } = part;
  const hundred = 100 * 10 ** digitsOf(currency);
  const asked = askedAtOnce(form, hundred, currency);
  const inMoney = (amount: number) => money(amount, currency, i18n.language);
  return (
    <section className={rows.group}>
      <h3 className={rows.groupName}>{t("rules.deposit")}</h3>
      <Radio.Group
        aria-label={t("rules.deposit")}
        value={form.deposit}
        onChange={(kind) => change({ deposit: kind as Kind, value: "" })}
      >
        <Stack gap="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`deposit.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <div className={rows.grid}>
        <div className={rows.quarter}>
          {form.deposit === "percentage" && (
            <TextInput
              {...field("deposit")}
              mt="sm"
              label={t("rules.share")}
              inputMode="numeric"
              value={form.value}
              rightSection={<span aria-hidden>%</span>}
              onChange={(event) => change({ value: event.currentTarget.value })}
            />
          )}
          {form.deposit === "fixed" && (
            <AmountField
              {...field("deposit")}
              label={t("rules.sum")}
              value={form.value}
              currency={currency}
              change={(value) => change({ value })}
            />
          )}
        </div>
      </div>
      {asked !== null && (
        <p className={rows.soft} role="status">
          {t("rules.asked", { total: inMoney(hundred), asked: inMoney(asked) })}
        </p>
      )}
    </section>
  );
}
