import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { loadParts } from "@/i18n";
import { useMe } from "@/session/me";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { PageMissing } from "@/ui/PageMissing";
import { Answering } from "./Answering";
import type { Flow } from "./answers";
import { useFlow } from "./asking";
import { Lanes } from "./Lanes";
import { LaneTable } from "./LaneTable";
import { placed } from "./lanes";
import styles from "./operations.module.css";
import { ServiceCard } from "./ServiceCard";
import { Troubles } from "./Troubles";

await loadParts("operations");

const ServicePanel = lazy(() => import("./panel/ServicePanel"));
const NAMES = ["inventory", "pms-bridge", "orders", "notifier", "gateway"];

/** The flow as a picture, for who runs the installation; nobody else gets this page. */
export function Operations() {
  return useMe().operations ? <Watched /> : <PageMissing />;
}

function Watched() {
  const { t } = useTranslation("shell");
  const { data, error, refetch, dataUpdatedAt, errorUpdatedAt } = useFlow();
  const [{ service: asked }] = useAddress();
  const chosen = data?.services.find((one) => one.service === asked);
  return (
    <div className={styles.frame} data-open={chosen ? "" : undefined}>
      <div className={styles.main}>
        <PageHead title={t("page.operations")}>
          {data && <Answering failed={error ? errorUpdatedAt : 0} answered={dataUpdatedAt} />}
        </PageHead>
        {data ? (
          <Picture flow={data} chosen={chosen?.service} old={error !== null} />
        ) : error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </div>
      {data && chosen && (
        <Suspense fallback={<aside className={styles.panel} />}>
          <ServicePanel key={chosen.service} service={chosen} at={Date.parse(data.at)} />
        </Suspense>
      )}
    </div>
  );
}

function Picture(props: { flow: Flow; chosen: string | undefined; old: boolean }) {
  const { flow, chosen } = props;
  const services = placed(flow.services);
  const now = Date.parse(flow.at);
  useBackToCard(chosen);
  return (
    <div className={styles.scroll} data-old={props.old || undefined}>
      <Troubles services={services} now={now} />
      <div className={styles.picture}>
        <div className={styles.cards}>
          {services.map((service) => (
            <ServiceCard
              key={service.service}
              service={service}
              now={now}
              chosen={service.service === chosen}
            />
          ))}
        </div>
        <Lanes flow={flow} services={services} chosen={chosen} />
        <LaneTable flow={flow} />
      </div>
    </div>
  );
}

/** When a service's panel closes, the keyboard goes on from its card. */
function useBackToCard(chosen: string | undefined): void {
  const before = useRef(chosen);
  useEffect(() => {
    if (before.current && !chosen) document.getElementById(`card-${before.current}`)?.focus();
    before.current = chosen;
  }, [chosen]);
}

function Loading() {
  const { t } = useTranslation("shell");
  return (
    <div className={styles.scroll}>
      <output className="unseen">{t("loading")}</output>
      <Skeleton h={44} mb="md" radius="md" />
      <div className={styles.picture}>
        <div className={styles.cards}>
          {NAMES.map((name) => (
            <Skeleton key={name} h={210} radius="md" />
          ))}
        </div>
        <Skeleton h={420} mt="md" radius="md" />
      </div>
    </div>
  );
}
