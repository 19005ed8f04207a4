import { Skeleton } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ChargeTask } from "@/pages/orders/detail/ChargeTask";
import { Claims } from "@/pages/orders/detail/Claims";
import { Documents } from "@/pages/orders/detail/Documents";
import { Facts } from "@/pages/orders/detail/Facts";
import { useFocusKept } from "@/pages/orders/detail/focus";
import { Lines } from "@/pages/orders/detail/Lines";
import { OrderChat } from "@/pages/orders/detail/OrderChat";
import { CloseOrder, OrderHead } from "@/pages/orders/detail/OrderHead";
import styles from "@/pages/orders/detail/OrderPanel.module.css";
import { usePresence } from "@/pages/orders/detail/presence";
import { RoomForm } from "@/pages/orders/detail/RoomForm";
import { Timeline } from "@/pages/orders/detail/Timeline";
import { Total } from "@/pages/orders/detail/Total";
import { Why } from "@/pages/orders/detail/Why";
import { useProperty } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";

export type Detail = Schemas["OrderDetail"];

/** An order beside any page: what it is, how it went, what it comes to and why (O11, O13). */
export default function OrderPanel({ order, close }: { order: string; close: () => void }) {
  const { id: property } = useProperty();
  const panel = useRef<HTMLDivElement>(null);
  useFocusKept(panel);
  const found = api.useQuery("get", "/api/v1/properties/{property}/orders/{order}", {
    params: { path: { property, order } },
  });
  return (
    <div ref={panel} className={styles.panel} tabIndex={-1} data-order-panel>
      {found.data ? (
        <Shown detail={found.data} close={close} />
      ) : (
        <Unshown error={found.error} retry={() => void found.refetch()} close={close} />
      )}
    </div>
  );
}

function Shown({ detail, close }: { detail: Detail; close: () => void }) {
  const [writing, setWriting] = useState<"room" | "claim" | null>(null);
  const others = usePresence(detail.order_id, writing !== null);
  const why = useRef<HTMLElement>(null);
  const done = () => setWriting(null);
  return (
    <>
      <OrderHead
        detail={detail}
        others={others}
        close={close}
        changeRoom={() => setWriting("room")}
      />
      <div className={styles.body}>
        {writing === "room" && <RoomForm detail={detail} done={done} />}
        <ChargeTask detail={detail} />
        <Facts detail={detail} />
        <Timeline detail={detail} />
        <OrderChat detail={detail} />
        <Lines detail={detail} />
        <Why detail={detail} ref={why} />
        <Claims
          detail={detail}
          writing={writing === "claim"}
          write={() => setWriting("claim")}
          done={done}
        />
        <Documents detail={detail} />
      </div>
      <Total
        detail={detail}
        why={() => {
          const section = why.current;
          // The body alone scrolls: what is around it keeps its place.
          section?.parentElement?.scrollTo({ top: section.offsetTop, behavior: "smooth" });
          section?.focus({ preventScroll: true });
        }}
      />
    </>
  );
}

function Unshown(props: { error: unknown; retry: () => void; close: () => void }) {
  const { t } = useTranslation(["orders", "shell"]);
  const { error, retry, close } = props;
  const missing = error && asProblem(error).status === 404;
  return (
    <>
      <div className={styles.bar}>
        <CloseOrder close={close} />
      </div>
      {missing && <EmptyState title={t("detail.missing")} why={t("detail.missing_why")} />}
      {error && !missing && <ErrorState error={error} retry={retry} />}
      {!error && (
        <div className={styles.body} role="status" aria-label={t("loading", { ns: "shell" })}>
          <Skeleton height={52} width="40%" mb="xs" />
          <Skeleton height={18} width="70%" mb="xl" />
          <Skeleton height={120} mb="xl" />
          <Skeleton height={180} />
        </div>
      )}
    </>
  );
}
