import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";

/** An address that leads nowhere, or to a property that is not one's own: the same answer. */
export function PageMissing() {
  const { t } = useTranslation("shell");
  return (
    <EmptyState
      title={t("missing.title")}
      why={t("missing.why")}
      action={
        <Button component="a" href="/">
          {t("missing.home")}
        </Button>
      }
    />
  );
}
