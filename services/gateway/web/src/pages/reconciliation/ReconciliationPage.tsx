import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/PageHead";

export function ReconciliationPage() {
  const { t } = useTranslation("shell");
  return <PageHead title={t("page.reconciliation")} />;
}
