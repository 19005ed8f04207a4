import { Alert, Badge, Tabs } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import type { Service } from "../answers";
import { useSeries } from "../asking";
import { DeadList } from "./DeadList";
import { ParkedList } from "./ParkedList";
import styles from "./panel.module.css";

const RecordDialog = lazy(() => import("./RecordDialog"));
const LISTS = ["dead", "parked"] as const;

/** What a service set aside, in two lists; `?list=` and `?at=` in the address choose, `?record=`
 * opens one. */
export function Aside({ service }: { service: Service }) {
  const { t } = useTranslation("operations");
  const [{ list: asked, at, record }, change] = useAddress();
  const box = useRef<HTMLElement>(null);
  const list =
    LISTS.find((one) => one === asked) ?? (service.dead || !service.parked ? "dead" : "parked");
  const { isSuccess: drawn } = useSeries(service.service);
  useEffect(() => {
    if (drawn && (asked || at)) box.current?.scrollIntoView({ block: "start" });
  }, [asked, at, drawn]);
  return (
    <section ref={box} className={styles.aside} aria-labelledby="aside">
      <h3 id="aside" className={styles.subtitle}>
        {t("aside")}
      </h3>
      {service.readable ? (
        <Tabs
          value={list}
          keepMounted={false}
          onChange={(value) => change({ list: value ?? undefined, at: undefined }, true)}
        >
          <Tabs.List>
            {LISTS.map((one) => (
              <Tabs.Tab
                key={one}
                value={one}
                rightSection={
                  <Badge color={service[one] ? "red" : "gray"} variant="light" size="sm">
                    {service[one]}
                  </Badge>
                }
              >
                {t(one)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="dead">
            <DeadList service={service.service} at={at} />
          </Tabs.Panel>
          <Tabs.Panel value="parked">
            <ParkedList service={service.service} at={at} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Alert color="orange">{t("unreadable", { service: service.service })}</Alert>
      )}
      {record && service.readable && (
        <Suspense>
          <RecordDialog
            key={record}
            service={service.service}
            list={list}
            id={record}
            close={() => change({ record: undefined })}
          />
        </Suspense>
      )}
    </section>
  );
}
