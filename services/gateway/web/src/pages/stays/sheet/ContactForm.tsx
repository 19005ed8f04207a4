import { Alert, Select, Textarea, TextInput } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import type { Faults, Typed } from "@/pages/stays/sheet/contact";
import { COUNTRIES } from "@/pages/stays/sheet/countries";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { useProperty } from "@/session/property";

interface ContactOf {
  typed: Typed;
  faults: Faults;
  change: (changes: Partial<Typed>) => void;
}

/** Who comes, with the fields that the house needs (R47); the remark stays in the house (R48). */
export function ContactForm({ typed, faults, change }: ContactOf) {
  const { t, i18n } = useTranslation("stays");
  const { languages } = useProperty();
  const countries = useMemo(() => countriesIn(i18n.language), [i18n.language]);
  const said = (name: Exclude<keyof Typed, "language">) => ({
    label: t(`contact.${name}`),
    value: typed[name],
    error: faults[name] && t(`fault.${faults[name]}`),
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [name]: event.currentTarget.value }),
  });
  return (
    <fieldset className={styles.part}>
      <legend>{t("contact")}</legend>
      <div className={styles.contact}>
        <Select
          label={t("contact.title")}
          data={["M.", "Mme"].map((value) => ({ value, label: t(`title.${value}` as "title.M.") }))}
          value={typed.title || null}
          onChange={(title) => change({ title: title ?? "" })}
          clearable
          className={styles.one}
        />
        <TextInput {...said("surname")} required maxLength={100} className={styles.two} />
        <TextInput {...said("given_name")} required maxLength={100} className={styles.three} />
        <TextInput {...said("phone")} required type="tel" maxLength={40} className={styles.three} />
        <TextInput
          {...said("mail")}
          required
          type="email"
          maxLength={254}
          className={styles.three}
        />
        <TextInput {...said("address")} maxLength={200} className={styles.three} />
        <TextInput {...said("address_2")} maxLength={200} className={styles.three} />
        <TextInput {...said("postcode")} maxLength={20} className={styles.one} />
        <TextInput {...said("city")} maxLength={100} className={styles.two} />
        <Select
          label={t("contact.country")}
          data={countries}
          value={typed.country || null}
          onChange={(country) => change({ country: country ?? "" })}
          searchable
          clearable
          className={styles.three}
        />
        <TextInput {...said("fax")} type="tel" maxLength={40} className={styles.three} />
        <Select
          label={t("contact.language")}
          data={languages.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={typed.language || null}
          placeholder={languages[0] && LANGUAGE_NAMES[languages[0]]}
          onChange={(language) => change({ language: (language ?? "") as Typed["language"] })}
          clearable
          className={styles.three}
        />
      </div>
      <Alert
        mt="sm"
        color="yellow"
        variant="light"
        className={styles.inside}
        icon={<IconEyeOff size={18} aria-hidden />}
      >
        <Textarea
          {...said("remark")}
          description={t("contact.remark_help")}
          // Soft words are too faint on this ground.
          styles={{ description: { color: "var(--text)" } }}
          autosize
          minRows={2}
          maxLength={2000}
        />
      </Alert>
    </fieldset>
  );
}

function countriesIn(language: string) {
  const names = new Intl.DisplayNames(language, { type: "region" });
  return COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })).sort((one, other) =>
    one.label.localeCompare(other.label, language),
  );
}
