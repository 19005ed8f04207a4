import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { useDead } from "../asking";
import { useSay } from "../saying";
import { Around, isAround } from "./Around";
import styles from "./panel.module.css";
import { rove } from "./rove";

/** A service's open dead letters, the newest first; one press opens one. */
export function DeadList({ service, at }: { service: string; at: string | undefined }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const [, change] = useAddress();
  const { data, error, refetch } = useDead(service);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={140} mt="sm" />;
  if (data.total === 0) return <EmptyState title={t("dead.none")} why={t("dead.none_why")} />;
  return (
    <div>
      <Around at={at} count={data.dead.filter((one) => isAround(one.dead_at, at)).length} />
      <ul className={styles.list} onKeyDown={rove}>
        {data.dead.map((letter) => (
          <li key={letter.id} data-around={isAround(letter.dead_at, at) || undefined}>
            <button
              type="button"
              className={styles.row}
              onClick={() => change({ list: "dead", record: letter.id })}
            >
              <span className={styles.rowHead}>
                <strong>{letter.type || t("type.unreadable")}</strong>
                <time dateTime={letter.dead_at} title={say.exactly(letter.dead_at)}>
                  {say.time(letter.dead_at)}
                </time>
              </span>
              <span className={styles.reason}>{letter.reason}</span>
              <span className={styles.soft}>
                {letter.skipped && `${t("dead.skipped")} · `}
                {letter.id} · {say.bytes(letter.size)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {data.total > data.dead.length && (
        <p className={styles.soft}>{t("first", { count: data.dead.length, total: data.total })}</p>
      )}
    </div>
  );
}
