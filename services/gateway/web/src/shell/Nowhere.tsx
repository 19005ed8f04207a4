import { useTranslation } from "react-i18next";
import { useMe } from "@/session/me";
import { EmptyState } from "@/ui/EmptyState";

/** For somebody who is known but has no role anywhere yet. */
export function Nowhere() {
  const { t } = useTranslation("shell");
  const { name } = useMe();
  return <EmptyState title={t("nowhere.title", { name })} why={t("nowhere.why")} />;
}
