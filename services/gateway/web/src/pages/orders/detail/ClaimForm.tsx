import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import styles from "@/pages/orders/detail/Claim.module.css";
import { ClaimPhotos } from "@/pages/orders/detail/ClaimPhotos";
import { Conflict } from "@/pages/orders/detail/Conflict";
import {
  amountShown,
  claimOf,
  NOTHING_WRITTEN,
  REASONS,
  type Written,
} from "@/pages/orders/detail/claiming";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import panel from "@/pages/orders/detail/OrderPanel.module.css";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useRefusal } from "@/ui/refusals";
import { useWrite } from "@/ui/write";

/** A complaint to the partner; what was written is kept until it was sent (R09). */
export default function ClaimForm({ detail, done }: { detail: Detail; done: () => void }) {
  const { t, i18n } = useTranslation(["orders", "shell"]);
  const { id: property } = useProperty();
  const [written, setWritten, forget] = useDraft(`claim.${detail.order_id}`, NOTHING_WRITTEN);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const change = (changes: Partial<Written>) => {
    setWritten({ ...written, ...changes });
    setMissing([]);
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.focus(), []);
  const send = useWrite({
    send: (body: Schemas["ClaimBody"], header) =>
      client.POST("/api/v1/properties/{property}/orders/{order}/claim", {
        params: { path: { property, order: detail.order_id }, header },
        body,
      }),
    done: t("claim.sent"),
    onDone: () => {
      forget(NOTHING_WRITTEN);
      done();
    },
  });
  const refused = send.error ? asProblem(send.error).fields : [];
  const inWords = useRefusal();
  const wrong = (field: string) => {
    const found = refused.find((one) => one.field.endsWith(field));
    return found && inWords(found.reason);
  };

  return (
    <form
      ref={form}
      tabIndex={-1}
      className={panel.card}
      aria-label={t("claim.title")}
      onSubmit={(event) => {
        event.preventDefault();
        const claim = claimOf(written, detail);
        setMissing(Array.isArray(claim) ? claim : []);
        if (!Array.isArray(claim)) send.mutate(claim);
        else setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
      }}
    >
      <h3>{t("claim.title")}</h3>
      <Conflict detail={detail} />
      <Stack gap="md">
        <Select
          label={t("claim.reason")}
          data={REASONS.map((value) => ({ value, label: t(`claim_reason.${value}`) }))}
          value={written.reason || null}
          onChange={(reason) => change({ reason: (reason ?? "") as Written["reason"] })}
          error={missing.includes("reason") ? t("claim.need_reason") : wrong("reason")}
          comboboxProps={{ withinPortal: true }}
        />
        <fieldset className={styles.items}>
          <legend>{t("claim.items")}</legend>
          {detail.lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            <div key={place} className={styles.item}>
              <span>{line.name}</span>
              <NumberInput
                w={72}
                min={0}
                max={line.quantity}
                clampBehavior="strict"
                allowDecimal={false}
                aria-label={t("claim.quantity", { name: line.name })}
                value={written.items[place] ?? 0}
                onChange={(quantity) =>
                  change({ items: { ...written.items, [place]: Number(quantity) || 0 } })
                }
              />
              <span className={styles.of}>/ {line.quantity}</span>
            </div>
          ))}
        </fieldset>
        <TextInput
          label={t("claim.amount")}
          inputMode="decimal"
          rightSection={<span className={panel.soft}>{detail.currency}</span>}
          rightSectionWidth={52}
          value={amountShown(written, detail, i18n.language)}
          onChange={(event) => change({ amount: event.currentTarget.value })}
          error={missing.includes("amount") ? t("claim.need_amount") : wrong("amount")}
        />
        <Textarea
          label={t("claim.description")}
          placeholder={t("claim.description_hint")}
          autosize
          minRows={2}
          maxLength={2000}
          value={written.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
          error={wrong("description")}
        />
        <ClaimPhotos photos={written.photos} change={(photos) => change({ photos })} />
        <Group gap="xs">
          <Button type="submit" loading={send.isPending}>
            {t("claim.submit")}
          </Button>
          <Button variant="subtle" color="gray" onClick={done}>
            {t("cancel", { ns: "shell" })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
