import { Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useOpenOrder } from "@/app/search";
import { LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import { Dishes } from "@/pages/orders/place/Dishes";
import {
  bodyOf,
  type Faults,
  faultsOf,
  NOTHING_WRITTEN,
  type Written,
} from "@/pages/orders/place/order";
import { Taxes } from "@/pages/orders/place/Taxes";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useRefusal } from "@/ui/refusals";
import { useWrite } from "@/ui/write";

/** A sheet on which reception orders for a guest; what was written is kept until it was sent. */
export default function PlaceOrder({ close }: { close: () => void }) {
  const { t } = useTranslation(["orders", "shell"]);
  const { id: property, currency, languages } = useProperty();
  const open = useOpenOrder();
  const [written, setWritten, forget] = useDraft<Written>(`order.${property}`, NOTHING_WRITTEN);
  const [faults, setFaults] = useState<Faults>({});
  const change = (changes: Partial<Written>) => setWritten({ ...written, ...changes });
  const place = useWrite({
    send: (body: Schemas["OrderBody"], header) =>
      client.POST("/api/v1/properties/{property}/orders", {
        params: { path: { property }, header },
        body,
      }),
    onDone: ({ data }) => {
      forget(NOTHING_WRITTEN);
      close();
      const placed = data && "order_id" in data ? data : null;
      const said = placed ? t("place.said", { reference: placed.reference }) : t("place.passed_on");
      notifications.show({ message: said, color: "green" });
      if (placed) open(placed.order_id);
    },
  });
  const refused = place.error ? asProblem(place.error).fields : [];
  const inWords = useRefusal();
  const wrong = (field: string): string | undefined => {
    const fault = faults[field];
    if (fault) return t(`place.fault.${fault}`);
    const found = refused.find((one) => one.field === field);
    return found && inWords(found.reason);
  };
  const said = (
    name: "room" | "surname" | "givenName" | "phone" | "restaurant",
    field: string,
  ) => ({
    label: t(`place.${name}`),
    value: written[name],
    error: wrong(field),
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [name]: event.currentTarget.value }),
  });

  return (
    <Modal opened onClose={close} size="44rem" title={t("place")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = faultsOf(written, currency);
          setFaults(found);
          const form = event.currentTarget;
          const taxName = (rate: string) => `${TAX_NAMES[languages[0] ?? "en"]} ${Number(rate)} %`;
          if (Object.keys(found).length === 0) place.mutate(bodyOf(written, currency, taxName));
          else setTimeout(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TextInput {...said("room", "room")} data-autofocus required maxLength={20} />
            <TextInput {...said("restaurant", "restaurant")} required maxLength={200} />
            <TextInput {...said("surname", "guest.surname")} required maxLength={100} />
            <TextInput {...said("givenName", "guest.given_name")} maxLength={100} />
            <TextInput {...said("phone", "guest.phone")} type="tel" maxLength={40} />
            <Select
              label={t("place.language")}
              data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              value={written.language || null}
              onChange={(language) => change({ language: (language ?? "") as Written["language"] })}
              clearable
              error={wrong("guest.language")}
            />
          </SimpleGrid>
          <Dishes dishes={written.dishes} change={(dishes) => change({ dishes })} wrong={wrong} />
          <Taxes written={written} change={(taxes) => change({ taxes })} wrong={wrong} />
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={() => forget(NOTHING_WRITTEN)}>
              {t("place.forget")}
            </Button>
            <Button type="submit" loading={place.isPending}>
              {t("place.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

// How the tax is called on the folio, in the property's own language.
const TAX_NAMES: Record<Schemas["Language"], string> = {
  fr: "TVA",
  en: "VAT",
  it: "IVA",
  de: "MwSt.",
  es: "IVA",
};
