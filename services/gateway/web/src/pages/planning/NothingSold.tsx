import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay, useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";

/** A hut without stock types has no planning yet; whoever may add some goes there. */
export function NothingSold() {
  const { t } = useTranslation("planning");
  const { id: property } = useProperty();
  const navigate = useNavigate();
  const mayDefine = useMay("define_selling");
  const params = { property, section: "stock" };
  return (
    <EmptyState
      title={t("empty.title")}
      why={t("empty.why")}
      action={
        mayDefine && (
          <Button onClick={() => void navigate({ to: "/p/$property/products/$section", params })}>
            {t("empty.action")}
          </Button>
        )
      }
    />
  );
}
