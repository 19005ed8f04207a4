import { Button, Checkbox, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { useSelling } from "@/pages/planning/useStockRows";
import { isSaidHere, reasonOf } from "@/pages/stays/refused";
import { StayRefused } from "@/pages/stays/StayRefused";
import { cartOf, type Wanted, wantedOf } from "@/pages/stays/sheet/cart";
import { Hints } from "@/pages/stays/sheet/Hints";
import { NightsField } from "@/pages/stays/sheet/NightsField";
import { usePrice } from "@/pages/stays/sheet/price";
import { Extras, Rates } from "@/pages/stays/sheet/Rates";
import { useRoom } from "@/pages/stays/sheet/room";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { Summary, Total } from "@/pages/stays/sheet/Summary";
import { usePhone } from "@/pages/stays/sheet/usePhone";
import type { Stay } from "@/pages/stays/stay";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

interface Written {
  wanted: Wanted;
  mail: boolean;
}

/** The same sheet for a stay that is booked: other nights, persons or supplements, and what that
 * changes of the price before it is done. */
export default function ChangeSheet({ stay, close }: { stay: Stay; close: () => void }) {
  const { t } = useTranslation(["stays", "shell"]);
  const { id: property } = useProperty();
  const phone = usePhone();
  const selling = useSelling().data?.selling;
  const held = wantedOf(stay.lines);
  const begun: Written = { wanted: held, mail: stay.send_mail };
  const [written, set, forget] = useDraft<Written>(`stay.${stay.order_id}.${stay.revision}`, begun);
  const { wanted, mail } = written;
  const want = (changes: Partial<Wanted>) => set({ ...written, wanted: { ...wanted, ...changes } });
  const cart = cartOf(wanted);
  const { price, error, stale, again } = usePrice(cart, stay.order_id);
  const grid = useRoom(wanted.nights);
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
    <Modal
      opened
      onClose={close}
      size="74rem"
      fullScreen={phone}
      title={t("change.title", { guest: stay.guest })}
      classNames={{ body: styles.modal ?? "", content: styles.content ?? "" }}
    >
      <form noValidate className={styles.sheet} onSubmit={(event) => event.preventDefault()}>
        <div className={styles.form}>
          <NightsField nights={wanted.nights} change={(nights) => want({ nights })} />
          {selling && (
            <>
              <Rates wanted={wanted} selling={selling} grid={grid} change={want} />
              <Hints wanted={wanted} selling={selling} grid={grid} held={held} />
              <Extras wanted={wanted} selling={selling} change={want} />
            </>
          )}
        </div>
        <aside className={styles.aside}>
          <h3>{t("summary")}</h3>
          <Summary price={price} stale={stale} before={stay.total.amount} />
          <div className={styles.ends}>
            <StayRefused error={write.error ?? error} />
            <Total price={price} stale={stale} />
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
                  write.mutate({ cart, send_mail: mail, expected_total: price.total })
                }
              >
                {t("change.action")}
              </Button>
            </div>
          </div>
        </aside>
      </form>
    </Modal>
  );
}
