import { Outlet } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useAddress, useOpenOrder, useOpenStay } from "@/app/search";
import { OfferNotifications } from "@/session/OfferNotifications";
import { useMay } from "@/session/property";
import styles from "@/shell/PropertyFrame.module.css";

const OrderPanel = lazy(() => import("@/pages/orders/detail/OrderPanel"));
const StayPanel = lazy(() => import("@/pages/stays/StayPanel"));

/** A property's page, and beside it the order or the stay whose detail is open (`?order=`,
 * `?stay=`). */
export function PropertyFrame() {
  return (
    <div className={styles.frame}>
      <div className={styles.page}>
        <OfferNotifications />
        <Outlet />
      </div>
      <OpenDetail />
    </div>
  );
}

function OpenDetail() {
  const [{ order, stay }] = useAddress();
  const openOrder = useOpenOrder();
  const openStay = useOpenStay();
  const seesOrders = useMay("see_orders");
  const seesStays = useMay("see_stays");
  if (order && seesOrders) {
    return (
      <Beside>
        <OrderPanel key={order} order={order} close={() => openOrder(undefined)} />
      </Beside>
    );
  }
  if (stay && seesStays) {
    return (
      <Beside>
        <StayPanel key={stay} stay={stay} close={() => openStay(undefined)} />
      </Beside>
    );
  }
  return null;
}

function Beside({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<aside className={styles.panel} />}>
      <aside className={styles.panel}>{children}</aside>
    </Suspense>
  );
}
