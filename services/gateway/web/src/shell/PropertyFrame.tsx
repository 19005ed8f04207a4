import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useAddress, useOpenOrder } from "@/app/search";
import { OfferNotifications } from "@/session/OfferNotifications";
import { useMay } from "@/session/property";
import styles from "@/shell/PropertyFrame.module.css";

const OrderPanel = lazy(() => import("@/pages/orders/detail/OrderPanel"));

/** A property's page, and beside it the order whose detail is open (`?order=`). */
export function PropertyFrame() {
  const [{ order }] = useAddress();
  const open = useOpenOrder();
  const shown = useMay("see_orders") && order;
  return (
    <div className={styles.frame}>
      <div className={styles.page}>
        <OfferNotifications />
        <Outlet />
      </div>
      {shown && (
        <Suspense fallback={<aside className={styles.panel} />}>
          <aside className={styles.panel}>
            <OrderPanel key={order} order={order} close={() => open(undefined)} />
          </aside>
        </Suspense>
      )}
    </div>
  );
}
