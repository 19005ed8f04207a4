import { useMediaQuery } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useAddress, useOpenOrder, useOpenStay } from "@/app/search";
import { OfferNotifications } from "@/session/OfferNotifications";
import { useMay } from "@/session/property";
import { LinkLost } from "@/shell/LinkState";
import styles from "@/shell/PropertyFrame.module.css";
import { NARROW } from "@/shell/Rail";

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

/** Beside the page; on a phone over all of it, and over what says there that the line is lost. */
function Beside({ children }: { children: ReactNode }) {
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const live = useMay("see_orders");
  return (
    <Suspense fallback={<aside className={styles.panel} />}>
      <aside className={styles.panel}>
        {children}
        {narrow && live && <LinkLost />}
      </aside>
    </Suspense>
  );
}
