import { Button, Modal, Radio, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { useAddress } from "@/app/search";
import type { Asked } from "@/pages/planning/extent";
import { nightsFrom } from "@/pages/planning/nights";
import { isSaidHere, reasonOf } from "@/pages/stays/refused";
import { StayRefused } from "@/pages/stays/StayRefused";
import { ContactForm } from "@/pages/stays/sheet/ContactForm";
import { NOTHING_WANTED } from "@/pages/stays/sheet/cart";
import { contactOf, type Faults, faultsOf, NOBODY, type Typed } from "@/pages/stays/sheet/contact";
import { Legs } from "@/pages/stays/sheet/Legs";
import { cartOfLegs, type Leg } from "@/pages/stays/sheet/legs";
import { usePrice } from "@/pages/stays/sheet/price";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { Summary, Total } from "@/pages/stays/sheet/Summary";
import { usePhone } from "@/pages/stays/sheet/usePhone";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

interface Written {
  legs: Leg[];
  contact: Typed;
  /** Nobody gets a mail before somebody has said so (R50). */
  mail: boolean;
}

const NOTHING: Written = { legs: [], contact: NOBODY, mail: false };

/** One sheet on which the house books for a guest: nights, persons, price and contact together, and
 * two ends (R44 to R51). What is written is kept until it is booked. */
export default function StaySheet({ asked, close }: { asked: Asked; close: () => void }) {
  const { t } = useTranslation("stays");
  const { id: property } = useProperty();
  const phone = usePhone();
  const [, change] = useAddress();
  const [written, set, forget] = useDraft<Written>(`stay.${property}`, NOTHING);
  const [faults, setFaults] = useState<Faults>({});
  const form = useRef<HTMLFormElement>(null);
  const { legs, contact, mail } = written;
  const nights = nightsFrom(asked.night, asked.count);
  // Opened on other nights than those of the draft: who was written down already stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what was asked
  useEffect(
    () => set({ ...written, legs: onNights(legs, property, nights) }),
    [asked.night, asked.count],
  );
  const cart = cartOfLegs(legs, property);
  const { price, error, stale, again } = usePrice(cart);
  const booking = useWrite({
    send: (body: Schemas["BookingBody"], header) =>
      client.POST("/api/v1/properties/{property}/stays", {
        params: { path: { property }, header },
        body,
      }),
    onDone: ({ data }) => {
      forget(NOTHING);
      const booked = data && "order_id" in data ? data : null;
      const message = booked
        ? t(`booked.${booked.state}`, { reference: booked.reference })
        : t("booked.passed_on");
      notifications.show({ message, color: "green" });
      change({ book: undefined, stay: booked?.order_id });
    },
    saidHere: (problem) => {
      if (reasonOf(problem) === "price_changed") again();
      return isSaidHere(problem);
    },
  });
  const book = (wish: Schemas["DeskWish"]) => {
    const found = faultsOf(contact);
    setFaults(found);
    if (Object.keys(found).length > 0) {
      setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    } else if (cart && price && !stale) {
      const expected_total = price.total;
      booking.mutate({ cart, contact: contactOf(contact), wish, send_mail: mail, expected_total });
    }
  };
  const ready = cart !== null && price !== undefined && !stale && !error;

  return (
    <Modal
      opened
      onClose={close}
      size="74rem"
      fullScreen={phone}
      title={t("sheet.title")}
      classNames={{ body: styles.modal ?? "", content: styles.content ?? "" }}
    >
      <form ref={form} noValidate className={styles.sheet} onSubmit={(e) => e.preventDefault()}>
        <div className={styles.form}>
          <Legs legs={legs} change={(changed) => set({ ...written, legs: changed })} />
          <ContactForm
            typed={contact}
            faults={faults}
            change={(typed) => set({ ...written, contact: { ...contact, ...typed } })}
          />
          <Button
            variant="subtle"
            color="gray"
            onClick={() => forget({ ...NOTHING, legs: onNights([], property, nights) })}
          >
            {t("sheet.forget")}
          </Button>
        </div>
        <div className={styles.aside}>
          <h3>{t("summary")}</h3>
          <Summary price={price} stale={stale} />
          <Who typed={contact} />
          <div className={styles.ends}>
            <StayRefused error={booking.error ?? error} />
            <Total price={price} stale={stale} />
            <Radio.Group
              label={t("mail.label")}
              value={mail ? "mail" : "none"}
              onChange={(value) => set({ ...written, mail: value === "mail" })}
            >
              <Stack gap={6} mt={4}>
                <Radio value="none" label={t("mail.none")} />
                <Radio
                  value="mail"
                  label={contact.mail ? t("mail.to", { mail: contact.mail }) : t("mail.send")}
                />
              </Stack>
            </Radio.Group>
            <div className={styles.buttons}>
              <Button
                variant="default"
                disabled={!ready}
                loading={booking.isPending}
                onClick={() => book("option")}
              >
                {t("end.option")}
              </Button>
              <Button disabled={!ready} loading={booking.isPending} onClick={() => book("firm")}>
                {t("end.firm")}
              </Button>
            </div>
          </div>
        </div>
        <div className={styles.sight}>
          <Total price={price} stale={stale} />
        </div>
      </form>
    </Modal>
  );
}

/** Whom it is for, as far as that is written down (R49). */
function Who({ typed }: { typed: Typed }) {
  const name = [typed.title, typed.given_name, typed.surname].filter(Boolean).join(" ");
  const reached = [typed.phone, typed.mail].filter(Boolean).join(" · ");
  if (!name && !reached) return null;
  return (
    <p className={styles.whom}>
      {name && <strong>{name}</strong>}
      {reached && <span>{reached}</span>}
    </p>
  );
}

/** The hut's own part on other nights, and no part elsewhere: that was about other days. */
function onNights(legs: readonly Leg[], property: string, nights: string[]): Leg[] {
  const here = legs.find((leg) => leg.property === property)?.wanted ?? NOTHING_WANTED;
  return [{ property, wanted: { ...here, nights } }];
}
