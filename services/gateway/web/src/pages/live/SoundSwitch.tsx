import { Button, Menu } from "@mantine/core";
import {
  IconBellOff,
  IconBellRinging,
  IconBellZ,
  IconPlayerPlay,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nowThere } from "@/api/time";
import { allowSound, chime } from "@/live/chime";
import { muteForAnHour, turnOff, turnOn, unmute, useSound } from "@/live/sound";
import { SOUNDED } from "@/live/told";
import styles from "@/pages/live/SoundSwitch.module.css";
import { useProperty } from "@/session/property";
import { clock, useNow } from "@/ui/time";

/** Whether news sound on this device: off until switched on, muted for an hour, and each tone. */
export function SoundSwitch() {
  const { t, i18n } = useTranslation("live");
  const { time_zone: zone } = useProperty();
  const sound = useSound();
  const now = useNow(15_000);
  const muted = sound.on && sound.mutedUntil > now;
  const until = clock(new Date(sound.mutedUntil).toISOString(), i18n.language, zone);
  const state = !sound.on
    ? { icon: IconBellOff, word: t("sound.off") }
    : muted
      ? { icon: IconBellZ, word: t("sound.muted", { time: until }) }
      : { icon: IconBellRinging, word: t(sound.waiting ? "sound.waiting" : "sound.on") };

  return (
    <Menu width={280} position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button
          variant={sound.on && !muted ? "light" : "default"}
          className={styles.button}
          leftSection={<state.icon size={18} aria-hidden />}
        >
          <span className={styles.word}>{state.word}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {sound.on && sound.waiting && <Menu.Label>{t("sound.waiting_help")}</Menu.Label>}
        {!sound.on && (
          <Menu.Item leftSection={<IconVolume size={18} />} onClick={() => void turnOn()}>
            {t("sound.turn_on")}
          </Menu.Item>
        )}
        {muted && (
          <Menu.Item leftSection={<IconVolume size={18} />} onClick={unmute}>
            {t("sound.unmute")}
          </Menu.Item>
        )}
        {sound.on && !muted && (
          <Menu.Item
            leftSection={<IconBellZ size={18} />}
            onClick={() => muteForAnHour(nowThere())}
          >
            {t("sound.mute")}
          </Menu.Item>
        )}
        {sound.on && (
          <Menu.Item leftSection={<IconVolumeOff size={18} />} onClick={turnOff}>
            {t("sound.turn_off")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{t("sound.listen")}</Menu.Label>
        {SOUNDED.map((news) => (
          <Menu.Item
            key={news}
            leftSection={<IconPlayerPlay size={18} />}
            onClick={() => void allowSound().then(() => chime(news))}
          >
            {t(`tone.${news}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("sound.kept")}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
