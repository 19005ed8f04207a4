import { Button, NativeSelect, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "@/i18n";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import { PasswordForm } from "@/pages/settings/account/PasswordForm";
import { signOut, useMe } from "@/session/me";
import { useProperty } from "@/session/property";
import { Block, Facts } from "@/ui/Block";

const SCHEMES = ["auto", "light", "dark"] as const;

/** Who one is, how the page speaks and looks, the password, and leaving. */
export default function AccountSection() {
  const { t } = useTranslation(["settings", "shell"]);
  const me = useMe();
  const { name, role } = useProperty();
  const navigate = useNavigate();
  const leave = () => signOut(() => navigate({ to: "/sign-in" }));
  return (
    <>
      <Block title={t("account.me")}>
        <Facts
          facts={[
            [t("account.name"), me.name],
            [t("account.mail"), me.mail ?? ""],
            [t("account.role"), `${t(`role.${role}`)} · ${name}`],
          ]}
        />
      </Block>
      <Looks />
      <PasswordForm />
      <Block
        title={t("account.session")}
        about={t("account.session.about")}
        action={
          <Button variant="default" onClick={() => void leave()}>
            {t("signout", { ns: "shell" })}
          </Button>
        }
      />
    </>
  );
}

function Looks() {
  const { t, i18n } = useTranslation(["settings", "shell"]);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Block title={t("account.page")} about={t("account.page.about")}>
      <NativeSelect
        label={t("language", { ns: "shell" })}
        maw="22rem"
        value={i18n.language}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={({ currentTarget: { value } }) => isLanguage(value) && void chooseLanguage(value)}
      />
      <SegmentedControl
        mt="md"
        aria-label={t("scheme", { ns: "shell" })}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as (typeof SCHEMES)[number])}
        data={SCHEMES.map((value) => ({ value, label: t(`scheme.${value}`, { ns: "shell" }) }))}
      />
    </Block>
  );
}
