import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/PageHead";

export function ProductsPage() {
  const { t } = useTranslation("products");
  return <PageHead title={t("title")} />;
}
