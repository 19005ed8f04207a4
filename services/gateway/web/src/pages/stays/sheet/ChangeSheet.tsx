import { Button, Checkbox, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { isSaidHere, reasonOf } from "@/pages/stays/refused";
import { StayRefused } from "@/pages/stays/StayRefused";
import { Difference, type Settling, settled } from "@/pages/stays/sheet/Difference";
import { Legs } from "@/pages/stays/sheet/Legs";
import { cartOfLegs, type Leg, legsOf } from "@/pages/stays/sheet/legs";
import { usePrice } from "@/pages/stays/sheet/price";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { Summary, Total } from "@/pages/stays/sheet/Summary";
import { type Shares, useShares } from "@/pages/stays/sheet/shares";
import { usePhone } from "@/pages/stays/sheet/usePhone";
import type { Stay } from "@/pages/stays/stay";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

interface Written {
  legs: Leg[];
  mail: boolean;
  settling?: Settling;
}

/** The same sheet for a stay that is booked: other nights, persons or supplements, and what that
 * changes of the price before it is done. */
export default function ChangeSheet({ stay, close }: { stay: Stay; close: () => void }) {
  const { t } = useTranslation("stays");
  const phone = usePhone();
  const shares = useShares(stay);
  return (
    <Modal
      opened
      onClose={close}
      size="74rem"
      fullScreen={phone}
      title={t("change.title", { guest: stay.guest })}
      classNames={{ body: styles.modal ?? "", content: styles.content ?? "" }}
    >
      {shares === "elsewhere" && <p className={styles.none}>{t("change.several")}</p>}
      {typeof shares === "object" && <Form stay={stay} shares={shares} close={close} />}
    </Modal>
  );
}

function Form({ stay, shares, close }: { stay: Stay; shares: Shares; close: () => void }) {
  const { t } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const held = legsOf(shares);
  const before = shares.reduce((sum, share) => sum + share.total, 0);
  const begun: Written = { legs: held, mail: stay.send_mail };
  const [written, set, forget] = useDraft<Written>(`stay.${stay.order_id}.${stay.revision}`, begun);
  const { legs, mail } = written;
  const cart = cartOfLegs(legs, property);
  const { price, error, stale, again } = usePrice(cart, stay.order_id);
  const write = useWrite({
    send: (body: Schemas["ChangeBody"], header) =>
      client.PUT("/api/v1/properties/{property}/stays/{order}/cart", {
        params: { path: { property, order: stay.order_id }, header },
        body,
      }),
    done: t("change.done"),
    onDone: () => {
      forget(begun);
      close();
    },
    saidHere: (problem) => {
      if (reasonOf(problem) === "price_changed") again();
      return isSaidHere(problem);
    },
  });
  return (
    <form noValidate className={styles.sheet} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.form}>
        <Legs legs={legs} held={held} change={(changed) => set({ ...written, legs: changed })} />
      </div>
      <div className={styles.aside}>
        <h3>{t("summary")}</h3>
        <Summary price={price} stale={stale} before={before} />
        <div className={styles.ends}>
          <StayRefused error={write.error ?? error} />
          <Total price={price} stale={stale} />
          {price && (
            <Difference
              stay={stay}
              price={price}
              settling={written.settling}
              onChange={(settling) => set({ ...written, settling })}
            />
          )}
          <Checkbox
            label={t("mail.to", { mail: stay.mail })}
            checked={mail}
            onChange={(event) => set({ ...written, mail: event.currentTarget.checked })}
          />
          <div className={styles.buttons}>
            <Button variant="default" onClick={close}>
              {t("cancel", { ns: "shell" })}
            </Button>
            <Button
              disabled={!cart || !price || stale || !!error}
              loading={write.isPending}
              onClick={() =>
                cart &&
                price &&
                write.mutate({
                  cart,
                  send_mail: mail,
                  expected_total: price.total,
                  ...settled(stay, price, written.settling),
                })
              }
            >
              {t("change.action")}
            </Button>
          </div>
        </div>
      </div>
      <div className={styles.sight}>
        <Total price={price} stale={stale} />
      </div>
    </form>
  );
}
