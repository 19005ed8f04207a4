import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AmountField } from "@/pages/products/fields/AmountField";
import { NumberField } from "@/pages/products/fields/NumberField";
import rows from "@/pages/products/fields/Rows.module.css";
import type { Form } from "@/pages/products/prices/form";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";
import type { Writing } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";

/** One price: what it is called, for how many, what it costs and the tax in it (R31, R33). */
export function PriceFields(props: {
  part: Part<Form[]>;
  at: number;
  form: Form;
  currency: string;
  writing: Writing;
  /** Stock types a rate may belong to; a supplement belongs to none. */
  types?: { value: string; label: string }[];
  change: (to: Partial<Form>) => void;
}) {
  const { t } = useTranslation("products");
  const { at, form, writing, change, types } = props;
  const field = useField(props.part);
  return (
    <div className={rows.grid}>
      <div className={rows.half}>
        <WordsField
          {...field(`${at}.name`)}
          label={t(types ? "rates.name" : "supplements.name")}
          texts={form.name}
          writing={writing}
          change={(name) => change({ name })}
          longest={200}
          required
        />
      </div>
      <div className={rows.quarter}>
        <AmountField
          {...field(`${at}.unit_amount`)}
          label={t(types ? "rates.price" : "supplements.price")}
          value={form.amount}
          currency={props.currency}
          change={(amount) => change({ amount })}
        />
      </div>
      {types && (
        <div className={rows.quarter}>
          <Select
            {...field(`${at}.stock_type_id`)}
            label={t("rates.type")}
            data={types}
            value={form.stock_type_id ?? null}
            allowDeselect={false}
            onChange={(to) => to && change({ stock_type_id: to })}
          />
        </div>
      )}
      <div className={rows.full}>
        <WordsField
          {...field(`${at}.description`)}
          label={t("price.description")}
          help={types ? undefined : t("supplements.description_help")}
          texts={form.description}
          writing={writing}
          change={(description) => change({ description })}
          longest={4000}
          rows={1}
        />
      </div>
      <div className={rows.quarter}>
        <NumberField
          {...field(`${at}.minimum`)}
          label={t("price.minimum")}
          value={form.minimum}
          change={(minimum) => change({ minimum })}
        />
      </div>
      <div className={rows.quarter}>
        <NumberField
          {...field(`${at}.maximum`)}
          label={t("price.maximum")}
          value={form.maximum}
          change={(maximum) => change({ maximum })}
        />
      </div>
      <div className={rows.quarter}>
        <TextInput
          {...field(`${at}.tax_name`)}
          label={t("price.tax")}
          maxLength={60}
          value={form.tax_name}
          onChange={(event) => change({ tax_name: event.currentTarget.value })}
        />
      </div>
      <div className={rows.quarter}>
        <TextInput
          {...field(`${at}.tax_rate`)}
          label={t("price.tax_rate")}
          inputMode="decimal"
          value={form.tax_rate}
          rightSection={<span aria-hidden>%</span>}
          onChange={(event) => change({ tax_rate: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}
