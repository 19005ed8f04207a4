import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconBell,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { chooseLanguage } from "@/i18n";
import { LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import { type MyProperty, signOut, useMe } from "@/session/me";
import { showKeys } from "@/shell/keys";
import styles from "@/shell/UserMenu.module.css";
import { useProblemText } from "@/ui/problems";

const SCHEMES = [
  { value: "auto", icon: IconDeviceDesktop },
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
] as const;

/** Behind the person's initials, at the bottom left (O24): settings, language, light, sign-out. */
export function UserMenu({ property }: { property: MyProperty | undefined }) {
  const { t } = useTranslation("shell");
  const me = useMe();
  return (
    <Menu width={260} position="top-start">
      <Menu.Target>
        <UnstyledButton className={styles.button}>
          <Avatar name={me.name} size="md" color="blue" aria-hidden />
          <span className={styles.name} aria-hidden>
            {me.name}
          </span>
          <span className="unseen">{t("account", { name: me.name })}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <UserItems property={property} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface Items {
  property: MyProperty | undefined;
  /** Where settings open; a phone shows the list of them first. */
  section?: "account" | "all";
}

/** The items of the menu, for the rail and for the phone's bar. */
export function UserItems({ property, section = "account" }: Items) {
  const { t, i18n } = useTranslation("shell");
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const text = useProblemText();
  const leave = async () => {
    try {
      await signOut(() => {
        notifications.clean();
        return navigate({ to: "/sign-in" });
      });
    } catch (error) {
      const message = text(asProblem(error));
      notifications.show({ title: t("signout.refused"), message, color: "red" });
    }
  };
  const settings = (name: string) => ({ to: `/p/${property?.id}/settings/${name}` });
  return (
    <>
      {property && (
        <>
          <Menu.Item
            leftSection={<IconSettings size={18} />}
            component={Link}
            {...settings(section)}
          >
            {t("settings")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBell size={18} />}
            component={Link}
            {...settings("notifications")}
          >
            {t("notifications")}
          </Menu.Item>
        </>
      )}
      <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={showKeys}>
        {t("keys.title")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{t("language")}</Menu.Label>
      <div className={styles.languages}>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            data-chosen={language === i18n.language || undefined}
            className={styles.choice}
            onClick={() => void chooseLanguage(language)}
          >
            <span aria-hidden>{language}</span>
            <span className="unseen">{LANGUAGE_NAMES[language]}</span>
          </Menu.Item>
        ))}
      </div>
      <Menu.Label>{t("scheme")}</Menu.Label>
      <div className={styles.languages}>
        {SCHEMES.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            aria-label={t(`scheme.${value}`)}
            data-chosen={value === colorScheme || undefined}
            className={styles.choice}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
          >
            <Icon size={18} />
          </Menu.Item>
        ))}
      </div>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => void leave()}>
        {t("signout")}
      </Menu.Item>
    </>
  );
}
