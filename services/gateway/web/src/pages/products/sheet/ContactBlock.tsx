import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import rows from "@/pages/products/fields/Rows.module.css";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import { bodyOf, check, type Form, formOf } from "@/pages/products/sheet/contact";

// Where Alpine and Pyrenean huts stand, and their neighbours; the reader's language names them.
const COUNTRIES = ["FR", "IT", "CH", "AT", "DE", "ES", "AD", "LI", "SI", "BE", "LU", "GB"];
const FIELDS = [
  ["name", "half", "text"],
  ["mail", "half", "email"],
  ["warden", "half", "text"],
  ["website", "half", "url"],
  ["phone", "half", "tel"],
  ["mobile", "half", "tel"],
] as const;

/** Who answers for the hut (R12). */
export function ContactBlock({ hut }: { hut: Schemas["HutAnswer"] }) {
  const { t, i18n } = useTranslation("products");
  const part = useHutPart<Form>(hut, {
    name: "contact",
    form: formOf,
    check,
    put: (property, form, header) =>
      client.PUT("/api/v1/properties/{property}/hut/contact", {
        params: { path: { property }, header },
        body: { contact: bodyOf(form) },
      }),
  });
  const { form } = part;
  const field = useField(part);
  const names = new Intl.DisplayNames(i18n.language, { type: "region" });
  const change = (to: Partial<Form>) => part.set({ ...form, ...to });
  const told = (said: Form): Told =>
    Object.entries(said).map(([name, text]) => [t(`contact.${name as keyof Form}`), text]);
  return (
    <PartBlock
      id="contact"
      part={part}
      title={t("contact.title")}
      about={t("contact.about")}
      told={told}
    >
      <div className={rows.grid}>
        {FIELDS.map(([name, width, type]) => (
          <div key={name} className={rows[width]}>
            <TextInput
              {...field(name)}
              type={type === "url" ? "text" : type}
              inputMode={type === "text" ? undefined : type}
              label={t(`contact.${name}`)}
              withAsterisk={name === "name" || name === "mail"}
              maxLength={200}
              value={form[name]}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
            />
          </div>
        ))}
        <div className={rows.full}>
          <Textarea
            {...field("address.lines")}
            label={t("contact.lines")}
            autosize
            minRows={2}
            maxRows={3}
            value={form.lines}
            onChange={(event) => change({ lines: event.currentTarget.value })}
          />
        </div>
        <div className={rows.quarter}>
          <TextInput
            {...field("address.postcode")}
            label={t("contact.postcode")}
            maxLength={20}
            value={form.postcode}
            onChange={(event) => change({ postcode: event.currentTarget.value })}
          />
        </div>
        <div className={rows.half}>
          <TextInput
            {...field("address.city")}
            label={t("contact.city")}
            maxLength={100}
            value={form.city}
            onChange={(event) => change({ city: event.currentTarget.value })}
          />
        </div>
        <div className={rows.quarter}>
          <Select
            {...field("address.country")}
            label={t("contact.country")}
            data={COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value }))}
            value={form.country || null}
            clearable
            clearButtonProps={{ "aria-label": t("contact.no_country") }}
            onChange={(country) => change({ country: country ?? "" })}
          />
        </div>
      </div>
    </PartBlock>
  );
}
