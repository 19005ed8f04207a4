import { NativeSelect } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "@/i18n";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";

/** Each language under its own name; the choice is kept on this device. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation("shell");
  return (
    <NativeSelect
      aria-label={t("language")}
      leftSection={<IconLanguage size={18} aria-hidden />}
      value={i18n.language}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      onChange={({ currentTarget: { value } }) => isLanguage(value) && void chooseLanguage(value)}
    />
  );
}
