import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { LANGUAGE_NAMES, type Language } from "@/i18n/languages";
import { useField } from "@/pages/products/saving/faultText";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { type Labels, useWriting, type Writing } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";

const LONGEST = 60_000;

/** The terms of sale, in each language in which one sells (R05). */
export default function TermsSection() {
  return <WithSelling>{(sold) => <Terms sold={sold} />}</WithSelling>;
}

function Terms({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const writing = useWriting();
  const { texts } = sold.selling.terms;
  return (
    <>
      <LanguageChoice writing={writing} share={(one) => (texts?.[one]?.trim() ? 1 : 0)} />
      <InLanguage key={writing.language} sold={sold} writing={writing} />
    </>
  );
}

function InLanguage({ sold, writing }: { sold: Schemas["SellingAnswer"]; writing: Writing }) {
  const { t } = useTranslation("products");
  const { language } = writing;
  const form = useCallback(
    (selling: Schemas["Selling"]) => selling.terms.texts?.[language] ?? "",
    [language],
  );
  const part = useSellingPart<string>(sold, {
    name: `terms.${language}`,
    form,
    put: (property, text, header) =>
      client.PUT("/api/v1/properties/{property}/terms/{language}", {
        params: { path: { property, language }, header },
        body: { text },
      }),
  });
  const field = useField(part);
  const texts: Labels = { ...sold.selling.terms.texts, [language]: part.form };
  const name = LANGUAGE_NAMES[language as Language];
  return (
    <PartBlock
      id="terms"
      part={part}
      title={t("terms.title", { language: name })}
      about={t("terms.about")}
      told={(text) => [[name, text]]}
    >
      <WordsField
        {...field("text")}
        label={t("terms.text")}
        help={t("terms.version", { version: sold.selling.terms.version })}
        texts={texts}
        writing={writing}
        change={(to) => part.set(to[language] ?? "")}
        longest={LONGEST}
        rows={14}
      />
    </PartBlock>
  );
}
