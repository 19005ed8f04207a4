import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCalendarMonth, IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import { CancelStay } from "@/pages/stays/CancelStay";
import { isSaidHere } from "@/pages/stays/refused";
import { ToNight } from "@/pages/stays/StayLines";
import { StayRefused } from "@/pages/stays/StayRefused";
import { isActive, type Stay } from "@/pages/stays/stay";
import { useMay, useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

const ChangeSheet = lazy(() => import("@/pages/stays/sheet/ChangeSheet"));

/** What can be done with the stay: confirm an option, change it, cancel it, see its planning. */
export function StayActions({ stay }: { stay: Stay }) {
  const { t } = useTranslation("stays");
  const [doing, setDoing] = useState<"confirm" | "change" | "cancel" | null>(null);
  const may = useMay("book_stays") && isActive(stay);
  const stop = () => setDoing(null);
  return (
    <>
      <Group gap="xs" pb="md">
        {may && stay.state === "option" && (
          <Button
            leftSection={<IconCheck size={18} aria-hidden />}
            onClick={() => setDoing("confirm")}
          >
            {t("confirm")}
          </Button>
        )}
        {may && (
          <>
            <Button
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden />}
              onClick={() => setDoing("change")}
            >
              {t("change")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconX size={18} aria-hidden />}
              onClick={() => setDoing("cancel")}
            >
              {t("cancel")}
            </Button>
          </>
        )}
        <Group gap={6}>
          <IconCalendarMonth size={18} aria-hidden />
          <ToNight night={stay.first_night} stay={stay.order_id}>
            {t("to_planning")}
          </ToNight>
        </Group>
      </Group>
      {doing === "confirm" && <ConfirmStay stay={stay} close={stop} />}
      {doing === "cancel" && <CancelStay order={stay.order_id} close={stop} />}
      {doing === "change" && (
        <Suspense>
          <ChangeSheet stay={stay} close={stop} />
        </Suspense>
      )}
    </>
  );
}

function ConfirmStay({ stay, close }: { stay: Stay; close: () => void }) {
  const { t } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const [mail, setMail] = useState(stay.send_mail);
  const confirm = useWrite({
    send: (body: { send_mail: boolean }, header) =>
      client.POST("/api/v1/properties/{property}/stays/{order}/confirm", {
        params: { path: { property, order: stay.order_id }, header },
        body,
      }),
    done: t("confirm.done"),
    onDone: close,
    saidHere: isSaidHere,
  });
  const language = LANGUAGE_NAMES[stay.language];
  return (
    <Modal opened onClose={close} title={t("confirm.title", { guest: stay.guest })}>
      <Stack>
        <Text>
          {t("confirm.consequence")}{" "}
          {mail ? t("cancel.sends", { mail: stay.mail, language }) : t("cancel.sends_none")}
        </Text>
        <Checkbox
          label={t("cancel.mail")}
          checked={mail}
          onChange={(event) => setMail(event.currentTarget.checked)}
        />
        <StayRefused error={confirm.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel", { ns: "shell" })}
          </Button>
          <Button
            data-autofocus
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ send_mail: mail })}
          >
            {t("confirm")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
