import { Button, Group, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import type { ParkedKey } from "../answers";
import { useParked } from "../asking";
import { useSay } from "../saying";
import { Around, isAround } from "./Around";
import { useRelease } from "./orders";
import styles from "./panel.module.css";

/** Keys whose messages wait until a person has looked, the oldest first. */
export function ParkedList({ service, at }: { service: string; at: string | undefined }) {
  const { t } = useTranslation("operations");
  const { data, error, refetch } = useParked(service);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={140} mt="sm" />;
  if (data.total === 0) return <EmptyState title={t("parked.none")} why={t("parked.none_why")} />;
  return (
    <div>
      <Around at={at} count={data.parked.filter((one) => isAround(one.parked_at, at)).length} />
      <ul className={styles.list}>
        {data.parked.map((parked) => (
          <li key={parked.key} data-around={isAround(parked.parked_at, at) || undefined}>
            <Parked service={service} parked={parked} />
          </li>
        ))}
      </ul>
      {data.total > data.parked.length && (
        <p className={styles.soft}>
          {t("first", { count: data.parked.length, total: data.total })}
        </p>
      )}
    </div>
  );
}

function Parked({ service, parked }: { service: string; parked: ParkedKey }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const [, change] = useAddress();
  const { key, gap, count, handler } = parked;
  const [asking, setAsking] = useState(false);
  const release = useRelease(service);
  const ordered = release.isPending || release.isSuccess;
  const send = () => release.mutate({ key, accept_gap: gap });
  return (
    <div className={styles.parked}>
      <p className={styles.rowHead}>
        <strong>{key}</strong>
        <time dateTime={parked.parked_at} title={say.exactly(parked.parked_at)}>
          {say.time(parked.parked_at)}
        </time>
      </p>
      <p className={styles.reason}>{parked.reason}</p>
      <p className={styles.soft}>
        {[handler, t("parked.waiting", { count })].filter(Boolean).join(" · ")}
      </p>
      <ul className={styles.records}>
        {parked.records.map((record) => (
          <li key={record.id}>
            <button
              type="button"
              className={styles.link}
              title={record.reason}
              onClick={() => change({ list: "parked", record: record.id })}
            >
              {record.id}
            </button>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button
          size="xs"
          variant={gap ? "default" : "filled"}
          disabled={ordered}
          onClick={() => (gap ? setAsking(true) : send())}
        >
          {t(gap ? "release.gap" : "release")}
        </Button>
        {ordered && <output className={styles.soft}>{t("ordered")}</output>}
      </Group>
      <Confirm
        opened={asking}
        title={t("release.gap")}
        consequence={t("release.gap_consequence", { key })}
        action={t("release.gap")}
        onConfirm={() => {
          setAsking(false);
          send();
        }}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
