import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { Section } from "@/pages/orders/detail/Section";

const Chat = lazy(() => import("@/chat/Chat"));

/** What reception and the courier wrote to each other (O08). */
export function OrderChat({ detail }: { detail: Detail }) {
  const { t } = useTranslation("orders");
  return (
    <Section title={t("section.chat")}>
      <Suspense fallback={<Skeleton height={48} />}>
        <Chat
          order={detail.order_id}
          opened={detail.chat.opened}
          closesAt={detail.chat.closes_at}
          room={detail.room}
        />
      </Suspense>
    </Section>
  );
}
