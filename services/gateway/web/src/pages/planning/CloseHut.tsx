import { Button } from "@mantine/core";
import { IconDoor, IconDoorOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import type { Problem } from "@/api/problem";
import { Undercut } from "@/pages/planning/Undercut";
import { undercuts } from "@/pages/planning/useAdjusting";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

interface Closing {
  closed: boolean;
  undercut: boolean;
}

/** Closes the hut for a night, or opens it again; what the calendar closes is opened there (R36,
 * R24). */
export function CloseHut({ day }: { day: Schemas["DayShown"] }) {
  const { t } = useTranslation("planning");
  const { id: property } = useProperty();
  const [refused, setRefused] = useState<Problem | null>(null);
  const write = useWrite({
    send: (body: Closing, header) =>
      client.PUT("/api/v1/properties/{property}/planning/{night}", {
        params: { path: { property, night: day.night }, header },
        body,
      }),
    onDone: () => setRefused(null),
    saidHere: undercuts,
  });
  const close = (closed: boolean, undercut = false) =>
    write.mutate(
      { closed, undercut },
      {
        onError: (error) => {
          const problem = error as unknown as Problem;
          if (undercuts(problem)) setRefused(problem);
        },
      },
    );
  if (day.closing === "calendar") return <p style={{ margin: 0 }}>{t("why.closed_calendar")}</p>;
  const closed = day.closing === "day";
  return (
    <>
      <Button
        variant="default"
        px="sm"
        leftSection={
          closed ? <IconDoor size={18} aria-hidden /> : <IconDoorOff size={18} aria-hidden />
        }
        loading={write.isPending && !refused}
        onClick={() => close(!closed)}
      >
        {closed ? t("close.open") : t("close.close")}
      </Button>
      <Undercut
        asked={
          refused && {
            nights: refused.more.nights ?? [],
            busy: write.isPending,
            insist: () => close(true, true),
            leave: () => setRefused(null),
          }
        }
        action={t("undercut.close")}
      />
    </>
  );
}
