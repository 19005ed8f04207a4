import { Button, Skeleton, Text } from "@mantine/core";
import { IconCheck, IconPlugConnected, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, client, type Schemas } from "@/api/client";
import styles from "@/pages/settings/integrations/Connection.module.css";
import { useMay, useProperty } from "@/session/property";
import { Clock } from "@/ui/Clock";
import { ErrorState } from "@/ui/ErrorState";
import { useWrite } from "@/ui/write";

const CONNECTION = "/api/v1/properties/{property}/connection";
const CHECKS: readonly Schemas["Check"][] = ["reached", "signed_in", "hotel_read", "codes_known"];

/** How the connection to the PMS was when it was last tried, and trying it now. */
export function Connection() {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const asked = { params: { path: { property: id } } };
  const { data, error, refetch } = api.useQuery("get", CONNECTION, asked);
  const mayTry = useMay("connect");
  const trying = useWrite({
    send: async (_said: undefined, header) => {
      const params = { path: { property: id }, header };
      await client.POST("/api/v1/properties/{property}/connection/test", { params });
    },
    shown: {
      key: api.queryOptions("get", CONNECTION, asked).queryKey,
      as: (known: never) => known,
    },
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height="8rem" mt="md" />;
  return (
    <div className={styles.connection} aria-busy={trying.isPending}>
      <div className={styles.head}>
        <Text fw={600} role="status">
          {data.works === undefined || data.works === null
            ? t("connection.never")
            : t(data.works ? "connection.works" : "connection.fails")}
          {data.tried_at && (
            <span className={styles.soft}>
              {" "}
              · {t("connection.tried")} <Clock at={data.tried_at} dated />
            </span>
          )}
        </Text>
        {mayTry && (
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={18} aria-hidden />}
            loading={trying.isPending}
            onClick={() => trying.mutate(undefined)}
          >
            {t("connection.test")}
          </Button>
        )}
      </div>
      <ol className={styles.checks}>
        {CHECKS.map((check) => (
          <CheckRow
            key={check}
            check={check}
            result={data.checks.find((one) => one.check === check)}
          />
        ))}
      </ol>
    </div>
  );
}

/** One step of a test; those after a failure were not looked at. */
function CheckRow(props: { check: Schemas["Check"]; result: Schemas["CheckResult"] | undefined }) {
  const { t } = useTranslation("settings");
  const { check, result } = props;
  const state = result ? (result.passed ? "passed" : "failed") : "open";
  return (
    <li className={styles.check} data-state={state}>
      {state === "passed" && <IconCheck size={20} aria-hidden />}
      {state === "failed" && <IconX size={20} aria-hidden />}
      {state === "open" && <span className={styles.open} aria-hidden />}
      <span>
        {t(`check.${check}`)}
        <span className="unseen"> {t(`check.${state}`)}</span>
        {state === "failed" && <span className={styles.detail}>{t(`check.${check}.failed`)}</span>}
        {state !== "open" && result?.detail && (
          <code className={styles.detail}>{result.detail}</code>
        )}
      </span>
    </li>
  );
}
