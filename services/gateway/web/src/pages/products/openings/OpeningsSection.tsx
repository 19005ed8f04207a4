import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { AddButton } from "@/pages/products/fields/AddButton";
import { changed, newId } from "@/pages/products/fields/ids";
import { NoTypes } from "@/pages/products/fields/NoTypes";
import rows from "@/pages/products/fields/Rows.module.css";
import { useRemoving } from "@/pages/products/fields/useRemoving";
import { another, bodyOf, check, type Form, formOf } from "@/pages/products/openings/form";
import { OpeningRow } from "@/pages/products/openings/OpeningRow";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import { plainDate } from "@/ui/time";

/** When how many places of each stock type are sold (R29, R30). */
export default function OpeningsSection() {
  return <WithSelling>{(sold) => <Openings sold={sold} />}</WithSelling>;
}

function Openings({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t, i18n } = useTranslation("products");
  const part = useSellingPart<Form[]>(sold, {
    name: "openings",
    form: formOf,
    check,
    put: (property, form, header, undercut) =>
      client.PUT("/api/v1/properties/{property}/openings", {
        params: { path: { property }, header },
        body: { openings: bodyOf(form), undercut },
      }),
  });
  const { form, set } = part;
  const types = sold.selling.stock_types;
  const remove = useRemoving(part);
  if (types.length === 0) return <NoTypes title={t("openings.no_types")} />;
  const nameOf = (id: string) => types.find((one) => one.id === id)?.name ?? id;
  const add = (type: string) => {
    const taken = form.map(({ id }) => id);
    set([...form, another(newId("", taken), type, form)]);
  };
  const told = (forms: Form[]): Told =>
    forms.map((one) => [
      `${nameOf(one.stock_type_id)}, ${period(one)}`,
      `${period(one)}\n${one.places.map((places) => places ?? "–").join(" · ")}`,
    ]);
  const period = ({ first, last }: Form) =>
    [first, last].map((day) => (day ? plainDate(day, i18n.language) : "…")).join(" – ");
  return (
    <PartBlock
      id="openings"
      part={part}
      title={t("openings.title")}
      about={t("openings.about")}
      told={told}
    >
      {types.map((type) => (
        <section key={type.id} className={rows.group} aria-label={type.name}>
          <h3 className={rows.groupName}>{type.name}</h3>
          {form.every((one) => one.stock_type_id !== type.id) && (
            <p className={rows.soft}>{t("openings.none")}</p>
          )}
          <ul className={rows.rows}>
            {form.map(
              (one, at) =>
                one.stock_type_id === type.id && (
                  <OpeningRow
                    key={one.id}
                    part={part}
                    at={at}
                    form={one}
                    title={one.first && one.last ? period(one) : ""}
                    change={(to) => set(changed(form, at, to))}
                    remove={() =>
                      remove(at, one.first && one.last ? period(one) : t("openings.new"))
                    }
                  />
                ),
            )}
          </ul>
          <AddButton add={() => add(type.id)} named={t("openings.add_to", { type: type.name })}>
            {t("openings.add")}
          </AddButton>
        </section>
      ))}
    </PartBlock>
  );
}
