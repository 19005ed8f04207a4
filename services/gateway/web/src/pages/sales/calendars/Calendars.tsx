import { Alert, Button, CopyButton, Group, Modal, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, type Schemas } from "@/api/client";
import { useProperty } from "@/session/property";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";
import { useWrite } from "@/ui/write";
import styles from "./Calendars.module.css";

const PATH = "/api/v1/properties/{property}/calendars";
const ONE = "/api/v1/properties/{property}/calendars/{stock_type}";
type Calendar = Schemas["CalendarAnswer"];

/** The calendar of each stock type, for programs that subscribe to it by its address. */
export default function Calendars({ close }: { close: () => void }) {
  const { t } = useTranslation("sales");
  const { id: property } = useProperty();
  const [leaving, setLeaving] = useState<Calendar | null>(null);
  const { data, error, refetch } = api.useQuery("get", PATH, { params: { path: { property } } });
  const again = () => void refetch();
  const at = (stock_type: string) => ({ path: { property, stock_type } });
  const make = useWrite({
    send: (id: string, header) => client.PUT(ONE, { params: { ...at(id), header } }),
    onDone: again,
  });
  const remove = useWrite({
    send: (id: string, header) => client.DELETE(ONE, { params: { ...at(id), header } }),
    onDone: () => {
      setLeaving(null);
      again();
    },
  });
  return (
    <Modal opened onClose={close} title={t("calendars")} size="lg">
      <Stack>
        <Alert color="blue">{t("calendars.about")}</Alert>
        {error && !data && <ErrorState error={error} retry={again} />}
        {!data && !error && <Skeleton height="6rem" />}
        <ul className={styles.list}>
          {data?.calendars.map((one) => (
            <li key={one.stock_type_id} className={styles.one}>
              <strong>{one.name}</strong>
              {one.url ? (
                <Address name={one.name} url={one.url} remove={() => setLeaving(one)} />
              ) : (
                <Button
                  variant="default"
                  loading={make.isPending && make.variables === one.stock_type_id}
                  aria-label={t("calendars.make_of", { name: one.name })}
                  onClick={() => make.mutate(one.stock_type_id)}
                >
                  {t("calendars.make")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Stack>
      <Confirm
        opened={leaving !== null}
        title={t("calendars.remove_of", { name: leaving?.name ?? "" })}
        consequence={t("calendars.remove_about")}
        action={t("calendars.remove")}
        busy={remove.isPending}
        onConfirm={() => leaving && remove.mutate(leaving.stock_type_id)}
        onClose={() => setLeaving(null)}
      />
    </Modal>
  );
}

function Address({ name, url, remove }: { name: string; url: string; remove: () => void }) {
  const { t } = useTranslation("sales");
  return (
    <>
      <TextInput
        className={styles.address}
        readOnly
        value={url}
        aria-label={t("calendars.address_of", { name })}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group gap="xs">
        <CopyButton value={url} timeout={4000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              onClick={copy}
            >
              {t(copied ? "calendars.copied" : "calendars.copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={18} aria-hidden />}
          aria-label={t("calendars.remove_of", { name })}
          onClick={remove}
        >
          {t("calendars.remove")}
        </Button>
      </Group>
    </>
  );
}
