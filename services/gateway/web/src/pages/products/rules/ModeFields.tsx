import { Checkbox, Group, Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import rows from "@/pages/products/fields/Rows.module.css";
import { type Form, MEANS } from "@/pages/products/rules/form";
import { MeansTrial } from "@/pages/products/rules/MeansTrial";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";

/** What a guest's validation makes, and how it may be paid (R19, R56). */
export function ModeFields(props: { part: Part<Form>; change: (to: Partial<Form>) => void }) {
  const { t } = useTranslation("products");
  const { part, change } = props;
  const field = useField(part);
  const { form } = part;
  return (
    <section className={rows.group}>
      <h3 className={rows.groupName}>{t("rules.mode")}</h3>
      <Stack gap="md">
        <Radio.Group
          {...field("mode")}
          aria-label={t("rules.mode")}
          value={form.mode}
          onChange={(mode) => change({ mode: mode as Form["mode"] })}
        >
          <Stack gap="xs">
            <Radio
              value="pre_booking"
              label={t("mode.pre_booking")}
              description={t("mode.pre_booking_help")}
            />
            <Radio value="booking" label={t("mode.booking")} description={t("mode.booking_help")} />
          </Stack>
        </Radio.Group>
        <Checkbox.Group
          {...field("payment_means")}
          label={t("rules.means")}
          description={t("rules.means_help")}
          value={form.payment_means}
          onChange={(payment_means) =>
            change({ payment_means: payment_means as Form["payment_means"] })
          }
        >
          <Stack gap="xs" mt="xs">
            {MEANS.map((means) => (
              <Group key={means} gap="xs">
                <Checkbox value={means} label={t(`means.${means}`)} />
                {form.payment_means.includes(means) && <MeansTrial means={means} />}
              </Group>
            ))}
          </Stack>
        </Checkbox.Group>
        {form.mode === "booking" && (
          <Checkbox
            label={t("rules.pre_booking_too")}
            description={t("rules.pre_booking_too_help")}
            checked={form.pre_booking_too}
            onChange={(event) => change({ pre_booking_too: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </section>
  );
}
