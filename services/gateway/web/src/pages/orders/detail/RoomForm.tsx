import { Button, Group, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { Conflict } from "@/pages/orders/detail/Conflict";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import styles from "@/pages/orders/detail/OrderPanel.module.css";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

/** Moves the order, and a charge that is still to be posted, to another room. */
export function RoomForm({ detail, done }: { detail: Detail; done: () => void }) {
  const { t } = useTranslation(["orders", "shell"]);
  const { id: property } = useProperty();
  const id = useId();
  const [room, setRoom, forget] = useDraft(`room.${detail.order_id}`, "");
  const write = useWrite({
    send: (body: { room: string }, header) =>
      client.PUT("/api/v1/properties/{property}/orders/{order}/room", {
        params: { path: { property, order: detail.order_id }, header },
        body,
      }),
    onDone: ({ response }) => {
      const said = response.status === 202 ? "room.passed_on" : "room.said";
      notifications.show({ message: t(said), color: "green" });
      forget("");
      done();
    },
  });
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h3 id={id}>{t("room.change")}</h3>
      <Conflict detail={detail} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (room.trim()) write.mutate({ room: room.trim() });
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.nativeEvent.stopImmediatePropagation();
          done();
        }}
      >
        <TextInput
          autoFocus
          label={t("room.new")}
          description={t("room.what")}
          maxLength={20}
          value={room}
          onChange={(event) => setRoom(event.currentTarget.value)}
        />
        <Group mt="sm" gap="xs">
          <Button
            type="submit"
            loading={write.isPending}
            disabled={!room.trim() || room.trim() === detail.room}
          >
            {t("room.submit")}
          </Button>
          <Button variant="subtle" color="gray" onClick={done}>
            {t("cancel", { ns: "shell" })}
          </Button>
        </Group>
      </form>
    </section>
  );
}
