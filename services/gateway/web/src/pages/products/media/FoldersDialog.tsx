import { ActionIcon, Button, Modal, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { changed, newId, without } from "@/pages/products/fields/ids";
import styles from "@/pages/products/media/Media.module.css";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";

type Form = Schemas["Folder"][];

const formOf = (sheet: Schemas["HutSheet"]): Form => sheet.folders.map((one) => ({ ...one }));

function check(form: Form): Record<string, string> {
  const missing = form.flatMap(({ name }, at) => (name.trim() ? [] : [[`${at}.name`, "needed"]]));
  return Object.fromEntries(missing);
}

/** The library's folders (R17); one that holds something is not taken away. */
export function FoldersDialog(props: {
  hut: Schemas["HutAnswer"];
  opened: boolean;
  close: () => void;
}) {
  const { t } = useTranslation("products");
  return (
    <Modal opened={props.opened} onClose={props.close} title={t("folders.title")}>
      <Folders hut={props.hut} />
    </Modal>
  );
}

function Folders({ hut }: { hut: Schemas["HutAnswer"] }) {
  const { t } = useTranslation("products");
  const part = useHutPart<Form>(hut, {
    name: "folders",
    form: formOf,
    check,
    put: (property, folders, header) =>
      client.PUT("/api/v1/properties/{property}/hut/folders", {
        params: { path: { property }, header },
        body: { folders: folders.map((one) => ({ ...one, name: one.name.trim() })) },
      }),
  });
  const { form, set } = part;
  const field = useField(part);
  const holds = (id: string) => hut.sheet.media.some((one) => one.folder_id === id);
  const add = () => {
    const taken = form.map(({ id }) => id);
    set([...form, { id: newId("", taken), name: "" }]);
  };
  const told = (said: Form): Told => said.map(({ name }, at) => [String(at + 1), name]);
  return (
    <PartBlock
      id="folders"
      part={part}
      title={t("folders.title")}
      about={t("folders.about")}
      told={told}
    >
      <ul className={styles.names}>
        {form.map((folder, at) => (
          <li key={folder.id}>
            <TextInput
              {...field(`${at}.name`)}
              aria-label={t("folders.name", { number: at + 1 })}
              maxLength={200}
              value={folder.name}
              onChange={(event) => set(changed(form, at, { name: event.currentTarget.value }))}
            />
            <ActionIcon
              aria-label={t("remove", { what: folder.name })}
              disabled={holds(folder.id)}
              onClick={() => set(without(form, at))}
            >
              <IconTrash size={20} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
        {t("folders.add")}
      </Button>
    </PartBlock>
  );
}
