import { keepPreviousData } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAskAgain } from "@/live/askingAgain";
import { useOtherNews } from "@/live/LiveProvider";
import { useProperty } from "@/session/property";
import { Money } from "@/ui/Money";
import type { SalesQuery } from "./filters";
import styles from "./sales.module.css";

const PATH = "/api/v1/properties/{property}/sales/totals";
export const PARTS = ["options", "firm", "all"] as const;

/** PRE-RESAS, RESAS and TOTAL of the days that are listed, whoever is searched for (R41). */
export function Totals({ query }: { query: SalesQuery }) {
  const { t } = useTranslation("sales");
  const { data, isPlaceholderData } = useTotals(query.from, query.to);
  return (
    <dl className={styles.totals} data-stale={isPlaceholderData || undefined}>
      {PARTS.map((part) => (
        <div key={part} className={styles.total} data-part={part}>
          <dt>{t(`total.${part}`)}</dt>
          <dd>
            {data ? <Money amount={data[part].total} currency={data.currency} /> : "–"}
            <span className={styles.soft}>{data && t("stays", { count: data[part].count })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The totals of the days from `from` to `to`, as they stood on `asOf`; read again when a stay
 * changes. */
export function useTotals(
  from: string | null | undefined,
  to: string | null | undefined,
  asOf?: string,
) {
  const { id: property } = useProperty();
  const init = useMemo(() => {
    const query = {
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(asOf ? { as_of: asOf } : {}),
    };
    return { params: { path: { property }, query } };
  }, [property, from, to, asOf]);
  const key = useMemo(() => ["get", PATH, init], [init]);
  const askAgain = useAskAgain(key);
  useOtherNews(({ kind }) => {
    if (kind === "stay") askAgain();
  });
  return api.useQuery("get", PATH, init, { placeholderData: keepPreviousData });
}
