import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import rows from "@/pages/products/fields/Rows.module.css";
import { type Form, NOTHING, type Texts } from "@/pages/products/mails/form";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";
import type { Writing } from "@/pages/products/words/languages";

const LONGEST: Record<keyof Texts, number> = {
  rates_intro: 2000,
  booking_subject: 150,
  booking_body: 8000,
  pre_booking_subject: 150,
  pre_booking_body: 8000,
};
const LINES = ["booking_subject", "pre_booking_subject"];
const ORDER: readonly (keyof Texts)[] = [
  "rates_intro",
  "pre_booking_subject",
  "pre_booking_body",
  "booking_subject",
  "booking_body",
];

/** The words in one language: before the rates, and of the two mails. */
export function MailFields(props: {
  part: Part<Form>;
  writing: Writing;
  change: (to: Partial<Texts>) => void;
}) {
  const { t } = useTranslation("products");
  const { part, writing, change } = props;
  const { language, order } = writing;
  const field = useField(part);
  const texts = part.form.texts[language] ?? NOTHING;
  return (
    <div className={rows.grid}>
      {ORDER.map((name) => {
        const from = order.find((one) => one !== language && part.form.texts[one]?.[name]?.trim());
        const instead = texts[name] ? undefined : from;
        const shown = {
          ...field(`texts.${language}.${name}`),
          label: t(`mails.${name}`),
          lang: language,
          value: texts[name],
          maxLength: LONGEST[name],
          placeholder: instead ? part.form.texts[instead]?.[name] : undefined,
          description: instead
            ? t("words.instead", { language: LANGUAGE_NAMES[instead] })
            : t(`mails.${name}_help`),
          onChange: (event: { currentTarget: { value: string } }) =>
            change({ [name]: event.currentTarget.value }),
        };
        return (
          <div key={name} className={rows.full}>
            {LINES.includes(name) ? (
              <TextInput
                {...shown}
                inputWrapperOrder={["label", "input", "description", "error"]}
              />
            ) : (
              <Textarea
                {...shown}
                autosize
                minRows={3}
                maxRows={20}
                inputWrapperOrder={["label", "input", "description", "error"]}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
