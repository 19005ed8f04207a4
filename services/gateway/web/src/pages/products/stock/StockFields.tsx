import { Group, Radio, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NumberField } from "@/pages/products/fields/NumberField";
import rows from "@/pages/products/fields/Rows.module.css";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";
import {
  type Blocks,
  blocking,
  blocks,
  type Form,
  FROM_AT_LEAST,
} from "@/pages/products/stock/form";
import type { Writing } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";

/** One stock type: how one calls it, how guests read it, and what one booking blocks. */
export function StockFields(props: {
  part: Part<Form[]>;
  at: number;
  form: Form;
  writing: Writing;
  change: (to: Partial<Form>) => void;
}) {
  const { t } = useTranslation("products");
  const { at, form, writing, change } = props;
  const field = useField(props.part);
  const how = blocks(form);
  return (
    <div className={rows.grid}>
      <div className={rows.half}>
        <TextInput
          {...field(`${at}.name`)}
          label={t("stock.name")}
          description={t("stock.name_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          withAsterisk
          maxLength={200}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </div>
      <div className={rows.half}>
        <WordsField
          {...field(`${at}.label`)}
          label={t("stock.label")}
          help={t("stock.label_help")}
          texts={form.label}
          writing={writing}
          change={(label) => change({ label })}
          longest={200}
        />
      </div>
      <div className={rows.full}>
        <WordsField
          {...field(`${at}.description`)}
          label={t("stock.description")}
          texts={form.description}
          writing={writing}
          change={(description) => change({ description })}
          longest={4000}
          rows={2}
        />
      </div>
      <div className={rows.full}>
        <Radio.Group
          label={t("stock.whole")}
          description={how === "never" ? undefined : t("stock.whole_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={how}
          onChange={(to) => change({ whole_from: blocking(to as Blocks, form.whole_from) })}
        >
          <Group gap="lg" mt={6} mb={6}>
            <Radio value="never" label={t("stock.never")} />
            <Radio value="always" label={t("stock.always")} />
            <Radio value="from" label={t("stock.from")} />
          </Group>
        </Radio.Group>
      </div>
      {how === "from" && (
        <div className={rows.quarter}>
          <NumberField
            {...field(`${at}.whole_from`)}
            label={t("stock.from_persons")}
            value={form.whole_from}
            min={FROM_AT_LEAST}
            change={(value) => change({ whole_from: value ?? FROM_AT_LEAST })}
          />
        </div>
      )}
    </div>
  );
}
