import {
  Alert,
  Button,
  CopyButton,
  Group,
  Modal,
  NativeSelect,
  Stack,
  TextInput,
} from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/keys/Keys.module.css";
import { useMakeKey } from "@/pages/settings/keys/keys";
import { ROLES, type Role } from "@/pages/settings/people/roles";
import { useProperty } from "@/session/property";

/** Makes a key, and shows it this once; only a button closes it then. */
export default function MakeKeyDialog({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "shell"]);
  const { id } = useProperty();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("reception");
  const making = useMakeKey(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate({ name: name.trim(), role });
  };
  if (making.data) return <Made secret={making.data.key} name={making.data.name} close={close} />;
  return (
    <Modal opened onClose={close} title={t("keys.make")}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("keys.name")}
            description={t("keys.name_about")}
            required
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={t("keys.role")}
            description={t(`role.${role}.about`)}
            value={role}
            data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel", { ns: "shell" })}
            </Button>
            <Button type="submit" loading={making.isPending}>
              {t("keys.make")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Made({ secret, name, close }: { secret: string; name: string; close: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      title={t("keys.made_title", { name })}
    >
      <Stack>
        <Alert color="orange">{t("keys.once")}</Alert>
        <code className={styles.secret}>{secret}</code>
        <CopyButton value={secret} timeout={4000}>
          {({ copied, copy }) => (
            <>
              <Button
                data-autofocus
                leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
                onClick={copy}
              >
                {t(copied ? "keys.copied" : "keys.copy")}
              </Button>
              <span role="status" className="unseen">
                {copied ? t("keys.copied") : ""}
              </span>
            </>
          )}
        </CopyButton>
        <Button variant="default" onClick={close}>
          {t("keys.kept")}
        </Button>
      </Stack>
    </Modal>
  );
}
