import { NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import {
  differs,
  type Form,
  faultOf,
  savedWith,
  textedElsewhere,
} from "@/pages/settings/notifications/form";
import { QuietHours } from "@/pages/settings/notifications/QuietHours";
import { WishesTable } from "@/pages/settings/notifications/WishesTable";
import { SaveBar } from "@/pages/settings/SaveBar";
import { readPreferences, savePreferences } from "@/session/enabling";
import { useMe } from "@/session/me";
import type { Preferences } from "@/session/preferences";
import { useProperty } from "@/session/property";
import { Block } from "@/ui/Block";
import { useWrite } from "@/ui/write";

interface Props {
  saved: Preferences;
  before: Form;
  form: Form;
  set: (form: Form) => void;
  done: () => void;
}

/** What is sent when, in which language, to which phone; kept as a draft until it is saved. */
export function NotificationsForm({ saved, before, form, set, done }: Props) {
  const { t } = useTranslation(["settings", "shell"]);
  const { id, name } = useProperty();
  const everywhere = useMe().properties.length > 1;
  const [tried, setTried] = useState(false);
  const changed = differs(form, before);
  const fault = faultOf(form, textedElsewhere(saved, id));
  const shown = tried ? fault : null;
  const saving = useWrite({
    // Beside what is saved by then: another tab may have added a browser.
    send: async (next: Form, headers) =>
      savePreferences(savedWith(await readPreferences(), next, id), headers),
    done: t("saved", { ns: "shell" }),
    onDone: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fault) saving.mutate(form);
    else document.getElementById(fault === "quiet_same" ? "quiet-end" : "phone")?.focus();
  };
  const change = (some: Partial<Form>) => set({ ...form, ...some });
  const push = saved.browsers.length > 0;

  return (
    <form onSubmit={submit} noValidate>
      <Block title={t("wishes.title")} about={t("wishes.about", { property: name })}>
        <WishesTable wishes={form.wishes} push={push} set={(wishes) => change({ wishes })} />
      </Block>
      <Block title={t("phone.title")} about={everywhere ? t("everywhere") : undefined}>
        <TextInput
          id="phone"
          type="tel"
          autoComplete="tel"
          label={t("phone.label")}
          description={t("phone.about")}
          placeholder="+33 6 39 98 00 42"
          maw="22rem"
          value={form.phone}
          error={shown?.startsWith("phone") && t(`fault.${shown}`)}
          onChange={(event) => change({ phone: event.currentTarget.value })}
        />
      </Block>
      <QuietHours
        quiet={form.quiet}
        wrong={shown === "quiet_same"}
        set={(quiet) => change({ quiet })}
      />
      <Block title={t("notices.title")}>
        <NativeSelect
          label={t("notices.language")}
          description={t("notices.about")}
          maw="22rem"
          value={form.language}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={({ currentTarget: { value } }) =>
            isLanguage(value) && change({ language: value })
          }
        />
      </Block>
      <SaveBar changed={changed} busy={saving.isPending} forget={done} />
    </form>
  );
}
