import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import { fallback, type Labels, type Writing, withText } from "@/pages/products/words/languages";

/** A text in the language one writes in; where it is empty, what is read instead. */
export function WordsField(props: {
  name: string;
  label: string;
  texts: Labels;
  writing: Writing;
  change: (texts: Labels) => void;
  longest: number;
  rows?: number;
  help?: string | undefined;
  error?: string | undefined;
  required?: boolean;
}) {
  const { t } = useTranslation("products");
  const { texts, writing, rows } = props;
  const { language, order } = writing;
  const said = texts[language] ?? "";
  const instead = said ? undefined : fallback(texts, language, order);
  const shown = {
    name: props.name,
    label: props.label,
    lang: language,
    value: said,
    maxLength: props.longest,
    placeholder: instead ? texts[instead] : undefined,
    description: instead ? t("words.instead", { language: LANGUAGE_NAMES[instead] }) : props.help,
    error: props.error,
    withAsterisk: props.required ?? false,
    inputWrapperOrder: ["label", "input", "description", "error"] as (
      | "label"
      | "input"
      | "description"
      | "error"
    )[],
    onChange: (event: { currentTarget: { value: string } }) =>
      props.change(withText(texts, language, event.currentTarget.value)),
  };
  return rows ? (
    <Textarea {...shown} autosize minRows={rows} maxRows={30} />
  ) : (
    <TextInput {...shown} />
  );
}
