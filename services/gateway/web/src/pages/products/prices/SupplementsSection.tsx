import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { AddButton } from "@/pages/products/fields/AddButton";
import { changed, newId } from "@/pages/products/fields/ids";
import { Row } from "@/pages/products/fields/Row";
import rows from "@/pages/products/fields/Rows.module.css";
import { useRemoving } from "@/pages/products/fields/useRemoving";
import { another, bodyOf } from "@/pages/products/prices/form";
import { PriceFields } from "@/pages/products/prices/PriceFields";
import { shareOf, toldPrices, usePrices } from "@/pages/products/prices/usePrices";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock } from "@/pages/products/saving/PartBlock";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { first, useWriting } from "@/pages/products/words/languages";

const MOST = 20;

/** What is had besides, if one likes (R33). */
export default function SupplementsSection() {
  return <WithSelling>{(sold) => <Supplements sold={sold} />}</WithSelling>;
}

function Supplements({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t } = useTranslation("products");
  const writing = useWriting();
  const { currency } = sold.selling;
  const part = usePrices(sold, "supplements", (property, form, header) =>
    client.PUT("/api/v1/properties/{property}/supplements", {
      params: { path: { property }, header },
      body: { supplements: form.map((one) => bodyOf(one, currency)) },
    }),
  );
  const { form, set } = part;
  const remove = useRemoving(part);
  const add = () => {
    const taken = form.map(({ id }) => id);
    set([...form, another(newId("", taken), form, MOST)]);
  };
  return (
    <PartBlock
      id="supplements"
      part={part}
      title={t("supplements.title")}
      about={t("supplements.about")}
      told={(forms) => toldPrices(forms, writing, t("supplements.new"))}
      before={
        form.length > 0 && (
          <LanguageChoice writing={writing} share={(language) => shareOf(form, language)} />
        )
      }
    >
      <ul className={rows.rows}>
        {form.map((one, at) => (
          <Row
            key={one.id}
            title={first(one.name, writing.order)}
            untitled={t("supplements.new")}
            remove={() => remove(at, first(one.name, writing.order) || t("supplements.new"))}
          >
            <PriceFields
              part={part}
              at={at}
              form={one}
              currency={currency}
              writing={writing}
              change={(to) => set(changed(form, at, to))}
            />
          </Row>
        ))}
      </ul>
      <AddButton add={add}>{t("supplements.add")}</AddButton>
    </PartBlock>
  );
}
