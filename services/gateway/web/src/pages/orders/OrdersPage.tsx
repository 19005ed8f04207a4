import { Button } from "@mantine/core";
import { useDebouncedCallback, useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { FilterBar } from "@/pages/orders/FilterBar";
import { filtersOf, isFiltered, NO_FILTERS, queryOf } from "@/pages/orders/filters";
import { ListMenu } from "@/pages/orders/ListMenu";
import { OrderList } from "@/pages/orders/OrderList";
import styles from "@/pages/orders/OrdersPage.module.css";
import { OrdersSkeleton } from "@/pages/orders/OrdersSkeleton";
import { useOrders } from "@/pages/orders/useOrders";
import { useMay, useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { SearchField } from "@/ui/SearchField";
import { localDay, useNow } from "@/ui/time";

const PlaceOrder = lazy(() => import("@/pages/orders/place/PlaceOrder"));
const TYPING = 200;

/** All orders, newest first, with filters in the address (O10 to O12). */
export function OrdersPage() {
  const { t } = useTranslation(["orders", "shell"]);
  const { time_zone: zone } = useProperty();
  const [search, change] = useAddress();
  const today = localDay(useNow(60_000), zone);
  const filters = useMemo(() => filtersOf(search), [search]);
  const query = useMemo(() => queryOf(filters, today), [filters, today]);
  const orders = useOrders(query);
  const [placing, place] = useDisclosure(false);
  const mayPlace = useMay("place_orders");

  return (
    <>
      <PageHead title={t("page.orders", { ns: "shell" })}>
        <TypedSearch value={filters.q} onChange={(q) => change({ q }, true)} />
        <ListMenu query={query} />
        {mayPlace && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={place.open}>
            {t("place")}
          </Button>
        )}
      </PageHead>
      <FilterBar
        filters={filters}
        count={orders.data ? orders.rows.length : null}
        more={orders.hasNextPage}
      />
      <div className={styles.list} data-stale={orders.isPlaceholderData || undefined}>
        {orders.rows.length > 0 && <OrderList orders={orders} />}
        {orders.rows.length === 0 && orders.isError && (
          <ErrorState error={orders.error} retry={() => void orders.refetch()} />
        )}
        {orders.rows.length === 0 && orders.isSuccess && !orders.hasNextPage && (
          <Nothing filtered={isFiltered(query)} clear={() => change(NO_FILTERS)} />
        )}
        {orders.rows.length === 0 && (orders.isPending || orders.hasNextPage) && <OrdersSkeleton />}
      </div>
      {placing && (
        <Suspense>
          <PlaceOrder close={place.close} />
        </Suspense>
      )}
    </>
  );
}

/** Writes what is typed into the address when a pause shows that it is meant. */
function TypedSearch(props: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(props.value);
  const say = useDebouncedCallback(props.onChange, TYPING);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <SearchField
      value={typed}
      onChange={(value) => {
        setTyped(value);
        say(value);
      }}
    />
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation("orders");
  if (!filtered) return <EmptyState title={t("empty.title")} why={t("empty.why")} />;
  return (
    <EmptyState
      title={t("nothing.title")}
      why={t("nothing.why")}
      action={
        <Button variant="default" onClick={clear}>
          {t("filters.clear")}
        </Button>
      }
    />
  );
}
