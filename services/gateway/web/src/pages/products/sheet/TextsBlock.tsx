import { Textarea } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import rows from "@/pages/products/fields/Rows.module.css";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import type { Writing } from "@/pages/products/words/languages";

type Texts = Schemas["HutTexts"];

const NOTHING: Texts = { summary: "", description: "", access: "", extra: "" };
const FIELDS = [
  ["summary", 500, 2],
  ["description", 8000, 6],
  ["access", 8000, 3],
  ["extra", 8000, 2],
] as const;

/** What the hut says of itself in one language; what is not said there is read in another (R14). */
export function TextsBlock({ hut, writing }: { hut: Schemas["HutAnswer"]; writing: Writing }) {
  const { t } = useTranslation("products");
  const { language, order } = writing;
  const form = useCallback(
    (sheet: Schemas["HutSheet"]): Texts => ({ ...NOTHING, ...sheet.texts?.[language] }),
    [language],
  );
  const part = useHutPart<Texts>(hut, {
    name: `texts.${language}`,
    form,
    put: (property, texts, header) =>
      client.PUT("/api/v1/properties/{property}/hut/texts/{language}", {
        params: { path: { property, language }, header },
        body: { texts },
      }),
  });
  const field = useField(part);
  const told = (texts: Texts): Told => FIELDS.map(([name]) => [t(`texts.${name}`), texts[name]]);
  const elsewhere = (name: keyof Texts) =>
    order.find((one) => one !== language && hut.sheet.texts?.[one]?.[name]?.trim());
  return (
    <PartBlock
      id="texts"
      part={part}
      title={t("texts.title", { language: LANGUAGE_NAMES[language] })}
      about={t("texts.about")}
      told={told}
    >
      <div className={rows.grid}>
        {FIELDS.map(([name, longest, least]) => {
          const instead = part.form[name] ? undefined : elsewhere(name);
          return (
            <div key={name} className={rows.full}>
              <Textarea
                {...field(name)}
                label={t(`texts.${name}`)}
                lang={language}
                autosize
                minRows={least}
                maxRows={30}
                maxLength={longest}
                placeholder={instead ? hut.sheet.texts?.[instead]?.[name] : undefined}
                description={
                  instead
                    ? t("words.instead", { language: LANGUAGE_NAMES[instead] })
                    : t(`texts.${name}_help`)
                }
                inputWrapperOrder={["label", "input", "description", "error"]}
                value={part.form[name]}
                onChange={(event) => part.set({ ...part.form, [name]: event.currentTarget.value })}
              />
            </div>
          );
        })}
      </div>
    </PartBlock>
  );
}
