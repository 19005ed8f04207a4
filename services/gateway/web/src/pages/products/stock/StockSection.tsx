import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { AddButton } from "@/pages/products/fields/AddButton";
import { changed, newId } from "@/pages/products/fields/ids";
import { Row } from "@/pages/products/fields/Row";
import rows from "@/pages/products/fields/Rows.module.css";
import { useRemoving } from "@/pages/products/fields/useRemoving";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import { bodyOf, check, type Form, formOf } from "@/pages/products/stock/form";
import { StockFields } from "@/pages/products/stock/StockFields";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { first, useWriting } from "@/pages/products/words/languages";

/** Dormitories and rooms, sold apart or together (R25 to R28). */
export default function StockSection() {
  return <WithSelling>{(sold) => <StockTypes sold={sold} />}</WithSelling>;
}

function StockTypes({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t } = useTranslation("products");
  const writing = useWriting();
  const part = useSellingPart<Form[]>(sold, {
    name: "stock",
    form: formOf,
    check,
    put: (property, form, header, undercut) =>
      client.PUT("/api/v1/properties/{property}/stock-types", {
        params: { path: { property }, header },
        body: { stock_types: bodyOf(form), undercut },
      }),
  });
  const { form, set } = part;
  const remove = useRemoving(part);
  const add = () => {
    const taken = form.map(({ id }) => id);
    const id = newId("", taken);
    set([...form, { id, name: "", label: {}, description: {}, whole_from: null }]);
  };
  const told = (forms: Form[]): Told =>
    forms.map((one) => [
      one.name || t("stock.new"),
      [first(one.label, writing.order), first(one.description, writing.order), one.whole_from ?? ""]
        .filter(Boolean)
        .join("\n"),
    ]);
  const share = (language: string) => {
    const said = form.filter((one) => one.label[language]?.trim());
    return form.length === 0 ? 0 : said.length / form.length;
  };
  return (
    <PartBlock
      id="stock"
      part={part}
      title={t("stock.title")}
      about={t("stock.about")}
      told={told}
      before={form.length > 0 && <LanguageChoice writing={writing} share={share} />}
    >
      <ul className={rows.rows}>
        {form.map((one, at) => (
          <Row
            key={one.id}
            title={one.name}
            untitled={t("stock.new")}
            remove={() => remove(at, one.name.trim() || t("stock.new"))}
          >
            <StockFields
              part={part}
              at={at}
              form={one}
              writing={writing}
              change={(to) => set(changed(form, at, to))}
            />
          </Row>
        ))}
      </ul>
      <AddButton add={add}>{t("stock.add")}</AddButton>
    </PartBlock>
  );
}
