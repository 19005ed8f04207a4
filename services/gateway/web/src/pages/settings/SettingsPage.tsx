import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SECTIONS } from "@/pages/settings/sections";
import { useProperty } from "@/session/property";
import { Sections } from "@/ui/Sections";

/** Settings: a list of what there is for one's role, and beside it the one that is open (O24). */
export function SettingsPage() {
  const { t } = useTranslation(["settings", "shell"]);
  const { section } = useParams({ strict: false });
  const { id, permissions } = useProperty();
  const sections = SECTIONS.filter(
    ({ permission }) => !permission || permissions.includes(permission),
  ).map((one) => ({
    ...one,
    title: t(`section.${one.name}`),
    about: t(`section.${one.name}.about`),
  }));
  return (
    <Sections
      title={t("settings", { ns: "shell" })}
      route="/p/$property/settings/$section"
      property={id}
      asked={section}
      sections={sections}
    />
  );
}
