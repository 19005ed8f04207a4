import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/PageHead";

export function FiguresPage() {
  const { t } = useTranslation("shell");
  return <PageHead title={t("page.figures")} />;
}
