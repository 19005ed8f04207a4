import { Button, Checkbox, Modal, Select, Stack, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import styles from "@/pages/products/media/Media.module.css";
import { type Form as Photos, shownAs, usesOf } from "@/pages/products/media/photos";
import { sizeText } from "@/pages/products/media/upload";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import { useSaved } from "@/pages/products/saving/reading";
import type { Part } from "@/pages/products/saving/usePart";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { first, type Labels, useWriting, written } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";
import { useProperty } from "@/session/property";
import { Confirm } from "@/ui/Confirm";
import { useWrite } from "@/ui/write";

interface Form {
  name: string;
  folder_id: string | null;
  captions: Labels;
}

const USES = ["main", "warden", "gallery"] as const;

const check = ({ name }: Form): Record<string, string> => (name.trim() ? {} : { name: "needed" });

/** One photo or document: what it is called, where it lies, its captions, and what it is shown as. */
export function MediumDialog(props: {
  hut: Schemas["HutAnswer"];
  medium: Schemas["Medium"];
  photos: Part<Photos>;
  close: () => void;
}) {
  const { t, i18n } = useTranslation("products");
  const { hut, medium, photos, close } = props;
  const { media_id: id } = medium;
  const writing = useWriting();
  const formOf = useCallback(
    (sheet: Schemas["HutSheet"]): Form => {
      const known = sheet.media.find((one) => one.media_id === id);
      const { name = "", folder_id = null, captions = {} } = known ?? {};
      return { name, folder_id, captions };
    },
    [id],
  );
  const part = useHutPart<Form>(hut, {
    name: `medium.${id}`,
    form: formOf,
    check,
    put: (property, form, header) =>
      client.PUT("/api/v1/properties/{property}/hut/media/{media}", {
        params: { path: { property, media: id }, header },
        body: { ...form, name: form.name.trim(), captions: written(form.captions) },
      }),
  });
  const { form } = part;
  const field = useField(part);
  const change = (to: Partial<Form>) => part.set({ ...form, ...to });
  const folders = hut.sheet.folders.map((one) => ({ value: one.id, label: one.name }));
  const told = (said: Form): Told => [
    [t("media.name"), said.name],
    [t("folders.one"), folders.find(({ value }) => value === said.folder_id)?.label ?? ""],
    [t("media.caption"), first(said.captions, writing.order)],
  ];
  const photo = medium.kind === "photo";
  const upright = (medium.height ?? 0) > (medium.width ?? 0);
  return (
    <Modal opened onClose={close} title={medium.name} size="lg">
      <div className={styles.look}>
        {photo ? (
          <img src={`/media/${id}`} alt={first(form.captions, writing.order) || form.name} />
        ) : (
          <a href={`/media/${id}`}>{t("media.download")}</a>
        )}
        <p className={styles.soft}>
          {[photo && `${medium.width} × ${medium.height}`, sizeText(medium.size, i18n.language)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {photo && (
        <Stack gap="xs" mb="md">
          {USES.map((use) => (
            <Checkbox
              key={use}
              label={t(`use.${use}`)}
              description={use === "main" && upright ? t("photos.upright") : undefined}
              disabled={!photos.may}
              checked={usesOf(photos.form, [], id).includes(use)}
              onChange={(event) =>
                photos.set(shownAs(photos.form, id, use, event.currentTarget.checked))
              }
            />
          ))}
        </Stack>
      )}
      <PartBlock id="medium" part={part} title={t("media.described")} told={told}>
        <Stack gap="sm">
          <TextInput
            {...field("name")}
            label={t("media.name")}
            maxLength={200}
            withAsterisk
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {folders.length > 0 && (
            <Select
              {...field("folder_id")}
              label={t("folders.one")}
              data={folders}
              value={form.folder_id}
              clearable
              clearButtonProps={{ "aria-label": t("folders.none") }}
              placeholder={t("folders.none")}
              onChange={(folder_id) => change({ folder_id })}
            />
          )}
          {photo && (
            <>
              <LanguageChoice
                writing={writing}
                share={(language) => (form.captions[language]?.trim() ? 1 : 0)}
              />
              <WordsField
                {...field("captions")}
                label={t("media.caption")}
                texts={form.captions}
                writing={writing}
                change={(captions) => change({ captions })}
                longest={200}
              />
            </>
          )}
        </Stack>
      </PartBlock>
      {photos.may && <Remove hut={hut} medium={medium} photos={photos.form} removed={close} />}
    </Modal>
  );
}

function Remove(props: {
  hut: Schemas["HutAnswer"];
  medium: Schemas["Medium"];
  photos: Photos;
  removed: () => void;
}) {
  const { t } = useTranslation("products");
  const { id: property } = useProperty();
  const { hut, medium, photos, removed } = props;
  const [asking, setAsking] = useState(false);
  const saved = useSaved();
  const uses = usesOf(photos, hut.sheet.links, medium.media_id);
  const removal = useWrite({
    send: async (media: string, header) =>
      saved(
        client.DELETE("/api/v1/properties/{property}/hut/media/{media}", {
          params: { path: { property, media }, header },
        }),
      ),
    onDone: removed,
  });
  const where = uses.map((use) => t(`use.${use}`)).join(", ");
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={18} aria-hidden />}
        disabled={uses.length > 0}
        onClick={() => setAsking(true)}
      >
        {t("media.remove")}
      </Button>
      {uses.length > 0 && <p className={styles.soft}>{t("media.shown_as", { where })}</p>}
      <Confirm
        opened={asking}
        title={t("media.remove_title", { name: medium.name })}
        consequence={t("media.remove_consequence")}
        action={t("media.remove")}
        busy={removal.isPending}
        onConfirm={() => removal.mutate(medium.media_id)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
