import { ActionIcon, Menu } from "@mantine/core";
import { IconDoor, IconDotsVertical, IconEye, IconPrinter, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import styles from "@/pages/orders/detail/OrderPanel.module.css";
import { printOrder } from "@/pages/orders/detail/print";
import { useMay } from "@/session/property";
import { StatusMark } from "@/ui/StatusMark";

interface Head {
  detail: Detail;
  /** The names of others who have it open. */
  others: readonly string[];
  close: () => void;
  changeRoom: () => void;
}

/** Room, name and code, large enough to be read out; who else is here; what can be done. */
export function OrderHead({ detail, others, close, changeRoom }: Head) {
  const { t } = useTranslation("orders");
  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <StatusMark card={detail} />
        <Actions changeRoom={changeRoom} />
        <CloseOrder close={close} />
      </div>
      <div className={styles.who}>
        <h2 className={styles.room}>
          <span className="unseen">{t("room")} </span>
          {detail.room}
        </h2>
        {detail.validation_code && (
          <dl className={styles.code} title={t("code.help")}>
            <dt>{t("code")}</dt>
            <dd>{detail.validation_code}</dd>
          </dl>
        )}
      </div>
      <p className={styles.guest}>{detail.guest}</p>
      <p className={styles.about}>
        <span className={styles.reference}>{detail.reference}</span> · {detail.restaurant}
      </p>
      <div role="status">
        {others.length > 0 && (
          <p className={styles.others}>
            <IconEye size={16} aria-hidden />
            {t("presence.also", { names: others.join(", ") })}
          </p>
        )}
      </div>
    </header>
  );
}

function Actions({ changeRoom }: { changeRoom: () => void }) {
  const { t } = useTranslation("orders");
  const mayChange = useMay("place_orders");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("detail.actions")} title={t("detail.actions")}>
          <IconDotsVertical size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayChange && (
          <Menu.Item leftSection={<IconDoor size={18} aria-hidden />} onClick={changeRoom}>
            {t("room.change")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPrinter size={18} aria-hidden />} onClick={printOrder}>
          {t("print")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function CloseOrder({ close }: { close: () => void }) {
  const { t } = useTranslation("orders");
  return (
    <ActionIcon onClick={close} aria-label={t("detail.close")} title={t("detail.close")}>
      <IconX size={20} aria-hidden />
    </ActionIcon>
  );
}
