import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { useWrite } from "@/ui/write";
import type { Correction } from "../answers";
import { OF_SERVICES } from "../asking";

// The owner of a partition carries an order out within a second or so: then the lists are true.
const CARRIED_OUT = 1500;

/** Reads again what may have changed: now, and when the order was surely carried out. */
function useAgain(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries(OF_SERVICES);
    setTimeout(() => void queries.invalidateQueries(OF_SERVICES), CARRIED_OUT);
  };
}

/** Lets a parked key go on. */
export function useRelease(service: string) {
  const { t } = useTranslation("operations");
  const onDone = useAgain();
  return useWrite({
    send: (body: { key: string; accept_gap: boolean }) =>
      client.POST("/api/v1/operations/services/{service}/parked/release", {
        params: { path: { service } },
        body,
      }),
    done: t("release.done"),
    onDone,
  });
}

/** Takes one record out of a parked key; it becomes a dead letter. */
export function useSkip(service: string, then: () => void) {
  const { t } = useTranslation("operations");
  const again = useAgain();
  return useWrite({
    send: (body: { id: string }) =>
      client.POST("/api/v1/operations/services/{service}/parked/skip", {
        params: { path: { service } },
        body,
      }),
    done: t("skip.done"),
    onDone: () => {
      again();
      then();
    },
  });
}

export function useDiscard(service: string) {
  const { t } = useTranslation("operations");
  const onDone = useAgain();
  return useWrite({
    send: (body: { id: string }) =>
      client.POST("/api/v1/operations/services/{service}/dead/discard", {
        params: { path: { service } },
        body,
      }),
    done: t("discard.done"),
    onDone,
  });
}

const REPLAY = "/api/v1/operations/services/{service}/dead/replay";

/** Publishes a dead letter again as it was. */
export function useReplay(service: string) {
  const { t } = useTranslation("operations");
  const onDone = useAgain();
  return useWrite({
    send: (body: { id: string }) => client.POST(REPLAY, { params: { path: { service } }, body }),
    done: t("replay.done"),
    onDone,
  });
}

/** Publishes a dead letter again with another body. A refusal is shown where it is written. */
export function useCorrection(service: string, then: () => void) {
  const { t } = useTranslation("operations");
  const again = useAgain();
  return useMutation({
    mutationFn: (body: Correction) => client.POST(REPLAY, { params: { path: { service } }, body }),
    onSuccess: () => {
      notifications.show({ message: t("replay.done"), color: "green" });
      again();
      then();
    },
  });
}
