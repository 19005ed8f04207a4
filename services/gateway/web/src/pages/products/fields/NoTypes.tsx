import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";

/** Where something belongs to a stock type and there is none yet. */
export function NoTypes({ title }: { title: string }) {
  const { t } = useTranslation("products");
  const { id } = useProperty();
  return (
    <EmptyState
      title={title}
      why={t("no_types.why")}
      action={
        <Button
          renderRoot={(own) => (
            <Link
              {...own}
              to="/p/$property/products/$section"
              params={{ property: id, section: "stock" }}
            />
          )}
        >
          {t("no_types.action")}
        </Button>
      }
    />
  );
}
