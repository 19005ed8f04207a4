import { Checkbox } from "@mantine/core";
import { IconAppWindow, IconDeviceMobile, IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { alwaysMailed, toggled } from "@/pages/settings/notifications/form";
import styles from "@/pages/settings/notifications/WishesTable.module.css";
import { CHANNELS, OCCASIONS, type Wishes } from "@/session/preferences";

const ICONS = { mail: IconMail, push: IconAppWindow, sms: IconDeviceMobile } as const;

/** Occasions by channels; a pop-up can be wished once a browser shows them. */
export function WishesTable(props: {
  wishes: Wishes;
  push: boolean;
  set: (wishes: Wishes) => void;
}) {
  const { t } = useTranslation("settings");
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("wishes.occasion")}</th>
            {CHANNELS.map((channel) => {
              const Icon = ICONS[channel];
              return (
                <th scope="col" key={channel} className={styles.channel}>
                  <Icon size={18} aria-hidden />
                  {t(`wishes.${channel}`)}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {OCCASIONS.map((occasion) => (
            <tr key={occasion}>
              <th scope="row">
                {t(`occasion.${occasion}`)}
                {alwaysMailed(occasion) && <sup aria-hidden> *</sup>}
              </th>
              {CHANNELS.map((channel) => (
                <td key={channel}>
                  {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox in it is named */}
                  <label className={styles.cell}>
                    <Checkbox
                      aria-label={`${t(`occasion.${occasion}`)}, ${t(`wishes.${channel}`)}`}
                      checked={props.wishes[occasion]?.includes(channel) ?? false}
                      disabled={channel === "push" && !props.push}
                      onChange={() => props.set(toggled(props.wishes, occasion, channel))}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>* {t("wishes.always")}</p>
      {!props.push && <p className={styles.note}>{t("wishes.no_browser")}</p>}
    </>
  );
}
