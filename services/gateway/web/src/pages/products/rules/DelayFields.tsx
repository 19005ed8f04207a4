import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NumberField } from "@/pages/products/fields/NumberField";
import rows from "@/pages/products/fields/Rows.module.css";
import type { Form } from "@/pages/products/rules/form";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";

/** Until when one may book, until when money comes back, who is a group, and how
 * long an option is kept (R23, R46). */
export function DelayFields(props: { part: Part<Form>; change: (to: Partial<Form>) => void }) {
  const { t } = useTranslation("products");
  const { part, change } = props;
  const field = useField(part);
  const { form } = part;
  return (
    <section className={rows.group}>
      <h3 className={rows.groupName}>{t("rules.delays")}</h3>
      <div className={rows.grid}>
        <div className={rows.half}>
          <NumberField
            {...field("min_days_before")}
            label={t("rules.min_days")}
            help={t("rules.min_days_help")}
            value={form.min_days_before}
            max={365}
            change={(min_days_before) => change({ min_days_before })}
          />
        </div>
        <div className={rows.half}>
          <TextInput
            {...field("cut_off")}
            type="time"
            label={t("rules.cut_off")}
            description={t("rules.cut_off_help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={form.cut_off}
            onChange={(event) => change({ cut_off: event.currentTarget.value })}
          />
        </div>
        <div className={rows.half}>
          <NumberField
            {...field("refund_days")}
            label={t("rules.refund_days")}
            help={t("rules.refund_help")}
            value={form.refund_days}
            max={365}
            change={(refund_days) => change({ refund_days })}
          />
        </div>
        <div className={rows.half}>
          <NumberField
            {...field("group_from")}
            label={t("rules.group_from")}
            help={t("rules.group_help")}
            value={form.group_from}
            min={1}
            change={(group_from) => change({ group_from })}
          />
        </div>
        <div className={rows.half}>
          <NumberField
            {...field("option_days")}
            label={t("rules.option_days")}
            value={form.option_days}
            min={1}
            max={365}
            change={(option_days) => change({ option_days })}
          />
        </div>
        <div className={rows.half}>
          <NumberField
            {...field("reminder_days")}
            label={t("rules.reminder_days")}
            value={form.reminder_days}
            max={60}
            change={(reminder_days) => change({ reminder_days })}
          />
        </div>
      </div>
    </section>
  );
}
