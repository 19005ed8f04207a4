import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";

/** While a page takes long to come, or there is no network to fetch it by. */
export function PageComing() {
  const { t } = useTranslation("shell");
  return (
    <div role="status" style={{ flex: 1, display: "flex" }}>
      <EmptyState title={t("loading")} />
    </div>
  );
}
