import { Button, Group, Modal, NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import { PEOPLE, peopleKey } from "@/pages/settings/people/people";
import { ROLES, type Role } from "@/pages/settings/people/roles";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { useWrite } from "@/ui/write";

type Invited = { name: string; mail: string; role: Role; language: Schemas["Language"] };

/** Name, address, role and language of somebody new; kept until the invitation is sent. */
export default function InviteDialog({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "shell"]);
  const { id: property, languages } = useProperty();
  const queries = useQueryClient();
  const nobody: Invited = { name: "", mail: "", role: "reception", language: languages[0] ?? "en" };
  const [typed, set, done] = useDraft(`invite.${property}`, nobody);
  const inviting = useWrite({
    send: async (body: Invited, header) =>
      client.POST(PEOPLE, { params: { path: { property }, header }, body }),
    done: t("invite.done", { mail: typed.mail }),
    onDone: async () => {
      done(nobody);
      close();
      await queries.invalidateQueries({ queryKey: peopleKey(property) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    inviting.mutate({ ...typed, name: typed.name.trim(), mail: typed.mail.trim() });
  };
  return (
    <Modal opened onClose={close} title={t("invite.title")} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("invite.name")}
            required
            maxLength={100}
            data-autofocus
            value={typed.name}
            onChange={(event) => set({ ...typed, name: event.currentTarget.value })}
          />
          <TextInput
            type="email"
            label={t("invite.mail")}
            description={t("invite.mail_about")}
            required
            maxLength={254}
            value={typed.mail}
            onChange={(event) => set({ ...typed, mail: event.currentTarget.value })}
          />
          <Radio.Group
            label={t("invite.role")}
            value={typed.role}
            onChange={(role) => set({ ...typed, role: role as Role })}
          >
            <Stack gap="xs" mt="xs">
              {ROLES.map((role) => (
                <Radio
                  key={role}
                  value={role}
                  label={t(`role.${role}`)}
                  description={t(`role.${role}.about`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <NativeSelect
            label={t("invite.language")}
            value={typed.language}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            onChange={(event) =>
              set({ ...typed, language: event.currentTarget.value as Schemas["Language"] })
            }
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel", { ns: "shell" })}
            </Button>
            <Button type="submit" loading={inviting.isPending}>
              {t("invite.send")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
