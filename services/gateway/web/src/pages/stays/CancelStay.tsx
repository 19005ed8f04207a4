import { Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import { isSaidHere } from "@/pages/stays/refused";
import { StayRefused } from "@/pages/stays/StayRefused";
import { givenBack, type Stay, useStay } from "@/pages/stays/stay";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { money } from "@/ui/money";
import { useWrite } from "@/ui/write";

const REFUNDS = ["rule", "yes", "no"] as const;
type Refund = (typeof REFUNDS)[number];

interface Written {
  reason: string;
  /** As the stay was booked, until somebody says otherwise. */
  mail: boolean | null;
  refund?: Refund;
}

interface Sent {
  reason: string;
  send_mail: boolean;
  refund?: boolean;
}

/** Cancels a stay for a reason, after naming what that gives back and whom it tells (R53). */
export function CancelStay({ order, close }: { order: string; close: () => void }) {
  const { t, i18n } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const stay = useStay(order).data;
  const none: Written = { reason: "", mail: null };
  const [written, set, forget] = useDraft<Written>(`cancel.${order}`, none);
  const cancel = useWrite({
    send: (body: Sent, header) =>
      client.POST("/api/v1/properties/{property}/stays/{order}/cancel", {
        params: { path: { property, order }, header },
        body,
      }),
    done: t("cancel.done"),
    onDone: () => {
      forget(none);
      close();
    },
    saidHere: isSaidHere,
  });
  const reason = written.reason.trim();
  const mail = written.mail ?? stay?.send_mail ?? true;
  return (
    <Modal opened onClose={close} title={t("cancel.title", { guest: stay?.guest ?? "" })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const refund = written.refund ?? "rule";
          const said = refund === "rule" ? {} : { refund: refund === "yes" };
          if (reason) cancel.mutate({ reason, send_mail: mail, ...said });
        }}
      >
        <Stack>
          {stay && <Consequence stay={stay} mail={mail} />}
          <Textarea
            data-autofocus
            label={t("cancel.reason")}
            description={t("cancel.reason_help")}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={written.reason}
            onChange={(event) => set({ ...written, reason: event.currentTarget.value })}
          />
          <Checkbox
            label={t("cancel.mail")}
            checked={mail}
            onChange={(event) => set({ ...written, mail: event.currentTarget.checked })}
          />
          {stay && stay.paid > 0 && (
            <Radio.Group
              label={t("cancel.refund", {
                amount: money(stay.paid, stay.total.currency, i18n.language),
              })}
              value={written.refund ?? "rule"}
              onChange={(value) => set({ ...written, refund: value as Refund })}
            >
              <Stack gap="xs" mt="xs">
                {REFUNDS.map((one) => (
                  <Radio key={one} value={one} label={t(`cancel.refund.${one}`)} />
                ))}
              </Stack>
            </Radio.Group>
          )}
          <StayRefused error={cancel.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel.keep")}
            </Button>
            <Button type="submit" color="red.9" disabled={!reason} loading={cancel.isPending}>
              {t("cancel.action")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Consequence({ stay, mail }: { stay: Stay; mail: boolean }) {
  const { t } = useTranslation("stays");
  const language = LANGUAGE_NAMES[stay.language];
  return (
    <Text>
      {t("cancel.gives_back", givenBack(stay))}{" "}
      {mail ? t("cancel.sends", { mail: stay.mail, language }) : t("cancel.sends_none")}
      {stay.other_huts > 0 && ` ${t("cancel.other_huts", { count: stay.other_huts })}`}
    </Text>
  );
}
