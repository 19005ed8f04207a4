import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { AddButton } from "@/pages/products/fields/AddButton";
import { changed, newId } from "@/pages/products/fields/ids";
import { NoTypes } from "@/pages/products/fields/NoTypes";
import { Row } from "@/pages/products/fields/Row";
import rows from "@/pages/products/fields/Rows.module.css";
import { useRemoving } from "@/pages/products/fields/useRemoving";
import { another, capacityOf, rateBodyOf } from "@/pages/products/prices/form";
import { PriceFields } from "@/pages/products/prices/PriceFields";
import { shareOf, toldPrices, usePrices } from "@/pages/products/prices/usePrices";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock } from "@/pages/products/saving/PartBlock";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { first, useWriting } from "@/pages/products/words/languages";

/** What a night costs, for each stock type as many rates as there are kinds of guests (R31). */
export default function RatesSection() {
  return <WithSelling>{(sold) => <Rates sold={sold} />}</WithSelling>;
}

function Rates({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t } = useTranslation("products");
  const writing = useWriting();
  const { currency, stock_types: types, openings } = sold.selling;
  const part = usePrices(sold, "rates", (property, form, header) =>
    client.PUT("/api/v1/properties/{property}/rates", {
      params: { path: { property }, header },
      body: { rates: form.map((one) => rateBodyOf(one, currency)) },
    }),
  );
  const remove = useRemoving(part);
  if (types.length === 0) return <NoTypes title={t("rates.no_types")} />;
  const { form, set } = part;
  const choices = types.map((one) => ({ value: one.id, label: one.name }));
  const add = (type: string) => {
    const taken = form.map(({ id }) => id);
    set([...form, another(newId("", taken), form, capacityOf(openings, type), type)]);
  };
  return (
    <PartBlock
      id="rates"
      part={part}
      title={t("rates.title")}
      about={t("rates.about")}
      told={(forms) => toldPrices(forms, writing, t("rates.new"))}
      before={
        form.length > 0 && (
          <LanguageChoice writing={writing} share={(language) => shareOf(form, language)} />
        )
      }
    >
      {types.map((type) => (
        <section key={type.id} className={rows.group} aria-label={type.name}>
          <h3 className={rows.groupName}>{type.name}</h3>
          <ul className={rows.rows}>
            {form.map(
              (one, at) =>
                one.stock_type_id === type.id && (
                  <Row
                    key={one.id}
                    title={first(one.name, writing.order)}
                    untitled={t("rates.new")}
                    level={4}
                    remove={() => remove(at, first(one.name, writing.order) || t("rates.new"))}
                  >
                    <PriceFields
                      part={part}
                      at={at}
                      form={one}
                      currency={currency}
                      writing={writing}
                      types={choices}
                      change={(to) => set(changed(form, at, to))}
                    />
                  </Row>
                ),
            )}
          </ul>
          <AddButton add={() => add(type.id)} named={t("rates.add_to", { type: type.name })}>
            {t("rates.add")}
          </AddButton>
        </section>
      ))}
    </PartBlock>
  );
}
