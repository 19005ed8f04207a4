import { Chip, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { i18n } from "@/i18n";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import styles from "@/pages/products/sheet/Sheet.module.css";
import { first, type Labels, type Writing, written } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";

interface Form {
  chosen: Readonly<Record<string, string[]>>;
  other: Labels;
}

function formOf({ characteristics }: Schemas["HutSheet"]): Form {
  const chosen = Object.entries(characteristics.chosen ?? {}).filter(([, codes]) => codes.length);
  return { chosen: Object.fromEntries(chosen), other: characteristics.other ?? {} };
}

/** What the hut has, of the families, and what none of them says (R15). */
export function CharacteristicsBlock(props: { hut: Schemas["HutAnswer"]; writing: Writing }) {
  const { t } = useTranslation("products");
  const { hut, writing } = props;
  const word = useWord();
  const part = useHutPart<Form>(hut, {
    name: "characteristics",
    form: formOf,
    put: (property, { chosen, other }, header) =>
      client.PUT("/api/v1/properties/{property}/hut/characteristics", {
        params: { path: { property }, header },
        body: { characteristics: { chosen, other: written(other) } },
      }),
  });
  const { form } = part;
  const field = useField(part);
  const tick = (family: string, known: readonly string[], codes: string[]) => {
    const inOrder = known.filter((code) => codes.includes(code));
    const { [family]: _before, ...others } = form.chosen;
    part.set({ ...form, chosen: inOrder.length ? { ...others, [family]: inOrder } : others });
  };
  const told = (said: Form): Told => [
    ...Object.keys(hut.families).map(
      (family) =>
        [
          word(family),
          (said.chosen[family] ?? []).map((code) => word(`${family}.${code}`)).join(", "),
        ] as const,
    ),
    [t("char.other"), first(said.other, writing.order)],
  ];
  return (
    <PartBlock
      id="characteristics"
      part={part}
      title={t("char.title")}
      about={t("char.about")}
      told={told}
    >
      {Object.entries(hut.families).map(([family, codes]) => (
        <fieldset key={family} className={styles.family}>
          <legend>{word(family)}</legend>
          <Chip.Group
            multiple
            value={form.chosen[family] ?? []}
            onChange={(chosen) => tick(family, codes, chosen)}
          >
            <Group gap="xs">
              {codes.map((code) => (
                <Chip key={code} value={code} size="sm" variant="outline" disabled={!part.may}>
                  {word(`${family}.${code}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
      ))}
      <WordsField
        {...field(`other.${writing.language}`)}
        label={t("char.other")}
        help={t("char.other_help")}
        texts={form.other}
        writing={writing}
        change={(other) => part.set({ ...form, other })}
        longest={500}
        rows={2}
      />
    </PartBlock>
  );
}

/** Our words for a family or one of its codes; a code that is newer than they are stands for itself. */
function useWord(): (code: string) => string {
  const { t } = useTranslation("products");
  return (code) => {
    const key = `char.${code}`;
    return i18n.exists(key, { ns: "products" }) ? t(key as "char.season") : code;
  };
}
