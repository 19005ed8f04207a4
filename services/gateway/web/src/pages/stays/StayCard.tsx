import { Button, Group, Modal, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { isSaidHere } from "@/pages/stays/refused";
import styles from "@/pages/stays/StayPanel.module.css";
import { StayRefused } from "@/pages/stays/StayRefused";
import type { Stay } from "@/pages/stays/stay";
import { useMay, useProperty } from "@/session/property";
import { digitsOf, money } from "@/ui/money";
import { useWrite } from "@/ui/write";

type Card = NonNullable<Stay["card"]>;
type Doing = "charge" | "release";

/** The card that a provider keeps as a guarantee: until when, for how much, and what became of it;
 * charged once, or forgotten (R57). */
export function StayCard({ stay }: { stay: Stay }) {
  const { t, i18n } = useTranslation("stays");
  const [doing, setDoing] = useState<Doing | null>(null);
  const may = useMay("book_stays");
  const { card } = stay;
  if (!card) return null;
  const sum = (amount: number) => money(amount, stay.total.currency, i18n.language);
  const untouched = card.state == null || card.state === "declined";
  const chargeable = may && untouched && ["firm", "cancelled"].includes(stay.state);
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long", timeZone: "UTC" });
  return (
    <section className={styles.section} aria-labelledby="stay-card">
      <h3 id="stay-card">{t("card.title", { keeper: card.keeper })}</h3>
      {untouched && (
        <p>
          {t("card.until", {
            date: date.format(new Date(`${card.until}T00:00:00Z`)),
            amount: sum(card.most),
          })}
        </p>
      )}
      {card.state && <p>{t(`card.${card.state}`, { amount: sum(card.amount) })}</p>}
      {chargeable && (
        <Group gap="xs" mt="xs">
          <Button variant="default" onClick={() => setDoing("charge")}>
            {t("card.charge")}
          </Button>
          <Button variant="default" onClick={() => setDoing("release")}>
            {t("card.release")}
          </Button>
        </Group>
      )}
      {doing === "charge" && <Charge stay={stay} card={card} close={() => setDoing(null)} />}
      {doing === "release" && <Release stay={stay} card={card} close={() => setDoing(null)} />}
    </section>
  );
}

interface Props {
  stay: Stay;
  card: Card;
  close(): void;
}

function Charge({ stay, card, close }: Props) {
  const { t, i18n } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const { currency } = stay.total;
  const unit = 10 ** digitsOf(currency);
  const [amount, setAmount] = useState(card.most);
  const [reason, setReason] = useState("");
  const write = useWrite({
    send: (body: Schemas["ChargeCardBody"], header) =>
      client.POST("/api/v1/properties/{property}/stays/{order}/card/charge", {
        params: { path: { property, order: stay.order_id }, header },
        body,
      }),
    done: t("card.done"),
    onDone: close,
    saidHere: isSaidHere,
  });
  const ready = amount > 0 && amount <= card.most && reason.trim() !== "";
  return (
    <Modal opened onClose={close} title={t("card.title", { keeper: card.keeper })}>
      <Stack>
        <NumberInput
          data-autofocus
          label={t("card.amount")}
          description={t("card.most", { amount: money(card.most, currency, i18n.language) })}
          value={amount / unit}
          min={0}
          max={card.most / unit}
          decimalScale={digitsOf(currency)}
          decimalSeparator={(1.5).toLocaleString(i18n.language).charAt(1)}
          suffix={` ${currency}`}
          onChange={(value) => setAmount(Math.round(Number(value) * unit))}
        />
        <Textarea
          label={t("card.reason")}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <StayRefused error={write.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel", { ns: "shell" })}
          </Button>
          <Button
            color="red.9"
            disabled={!ready}
            loading={write.isPending}
            onClick={() => write.mutate({ amount, reason: reason.trim() })}
          >
            {t("card.do", { amount: money(amount, currency, i18n.language) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Release({ stay, card, close }: Props) {
  const { t } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const write = useWrite({
    send: (_: null, header) =>
      client.POST("/api/v1/properties/{property}/stays/{order}/card/release", {
        params: { path: { property, order: stay.order_id }, header },
      }),
    done: t("card.done"),
    onDone: close,
    saidHere: isSaidHere,
  });
  return (
    <Modal opened onClose={close} title={t("card.release")}>
      <Stack>
        <Text>{t("card.release_help", { keeper: card.keeper })}</Text>
        <StayRefused error={write.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel", { ns: "shell" })}
          </Button>
          <Button data-autofocus loading={write.isPending} onClick={() => write.mutate(null)}>
            {t("card.release")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
