import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { loadPart } from "@/i18n";
import { SECTIONS } from "@/pages/products/sections";
import { useProperty } from "@/session/property";
import { Sections } from "@/ui/Sections";

await loadPart("products");

/** What a hut says of itself, sells, and on which terms (R03, R11). */
export function ProductsPage() {
  const { t } = useTranslation("products");
  const { section } = useParams({ strict: false });
  const { id } = useProperty();
  const sections = SECTIONS.map((one) => ({
    ...one,
    group: t(`group.${one.group}`),
    title: t(`section.${one.name}`),
    about: t(`section.${one.name}.about`),
  }));
  return (
    <Sections
      title={t("title")}
      route="/p/$property/products/$section"
      property={id}
      asked={section}
      sections={sections}
    />
  );
}
