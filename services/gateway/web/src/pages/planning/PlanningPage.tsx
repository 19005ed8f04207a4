import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/PageHead";

export function PlanningPage() {
  const { t } = useTranslation("planning");
  return <PageHead title={t("title")} />;
}
