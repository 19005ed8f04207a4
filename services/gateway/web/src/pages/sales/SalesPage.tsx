import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/PageHead";

export function SalesPage() {
  const { t } = useTranslation("sales");
  return <PageHead title={t("title")} />;
}
