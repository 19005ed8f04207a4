import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

type Means = Schemas["PaymentMeans"];
type Found = Schemas["PaymentsTestAnswer"];

/** Whether the provider lets the hut in: tried now, with no money moved (R57). */
export function MeansTrial({ means }: { means: Means }) {
  const { t } = useTranslation("products");
  const { id: property } = useProperty();
  const [found, setFound] = useState<Found | null>(null);
  const trying = useWrite({
    send: (_: undefined, header) =>
      client.POST("/api/v1/properties/{property}/payment-means/{means}/test", {
        params: { path: { property, means }, header },
      }),
    onDone: ({ data }) => setFound(data && "works" in data ? data : null),
  });
  const name = t(`means.${means}`);
  const said = found && (found.connected ? (found.works ? "works" : "fails") : "unknown");
  return (
    <span>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t("trial.of", { name })}
        loading={trying.isPending}
        onClick={() => trying.mutate(undefined)}
      >
        {t("trial.do")}
      </Button>
      {said && (
        <Text component="span" role="status" size="sm" ms="xs">
          {t(`trial.${said}`)} {found?.detail}
        </Text>
      )}
    </span>
  );
}
