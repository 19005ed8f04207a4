import { Button, FileButton, Group, Select, TextInput } from "@mantine/core";
import { IconFileTypePdf, IconLink, IconUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { changed } from "@/pages/products/fields/ids";
import { Row } from "@/pages/products/fields/Row";
import rows from "@/pages/products/fields/Rows.module.css";
import { useRemoving } from "@/pages/products/fields/useRemoving";
import { Uploads } from "@/pages/products/media/Uploads";
import { useUploads } from "@/pages/products/media/useUploads";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import { bodyOf, check, type Form, formOf } from "@/pages/products/sheet/links";
import { first, type Writing } from "@/pages/products/words/languages";
import { WordsField } from "@/pages/products/words/WordsField";

/** Websites and documents that the hut names (R18). */
export function LinksBlock({ hut, writing }: { hut: Schemas["HutAnswer"]; writing: Writing }) {
  const { t } = useTranslation("products");
  const part = useHutPart<Form[]>(hut, {
    name: "links",
    form: formOf,
    check,
    put: (property, form, header) =>
      client.PUT("/api/v1/properties/{property}/hut/links", {
        params: { path: { property }, header },
        body: { links: bodyOf(form) },
      }),
  });
  const { form, set } = part;
  const remove = useRemoving(part);
  const field = useField(part);
  const documents = hut.sheet.media
    .filter(({ kind }) => kind === "document")
    .map((one) => ({ value: one.media_id, label: one.name }));
  const nameOf = (one: Form) =>
    one.to === "web" ? one.url : documents.find(({ value }) => value === one.media_id)?.label;
  const link = (media_id: string) =>
    set([...part.saving.get().form, { to: "document", label: {}, media_id }]);
  const uploads = useUploads({ folder: null, done: (uploaded) => link(uploaded.media_id) });
  const told = (said: Form[]): Told =>
    said.map((one, at) => [
      t("links.nth", { number: at + 1 }),
      [first(one.label, writing.order), nameOf(one)].filter(Boolean).join("\n"),
    ]);
  return (
    <PartBlock id="links" part={part} title={t("links.title")} about={t("links.about")} told={told}>
      <ul className={rows.rows}>
        {form.map((one, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a link has no id of its own
            key={at}
            title={first(one.label, writing.order) || (nameOf(one) ?? "")}
            untitled={t("links.nth", { number: at + 1 })}
            remove={() =>
              remove(
                at,
                first(one.label, writing.order) ||
                  nameOf(one) ||
                  t("links.nth", { number: at + 1 }),
              )
            }
          >
            <div className={rows.grid}>
              <div className={rows.half}>
                <WordsField
                  name={`${at}.label`}
                  label={t("links.label")}
                  texts={one.label}
                  writing={writing}
                  change={(label) => set(changed(form, at, { label }))}
                  longest={200}
                />
              </div>
              <div className={rows.half}>
                {one.to === "web" ? (
                  <TextInput
                    {...field(`${at}.url`)}
                    label={t("links.url")}
                    inputMode="url"
                    value={one.url}
                    onChange={(event) => set(changed(form, at, { url: event.currentTarget.value }))}
                  />
                ) : (
                  <Select
                    {...field(`${at}.media_id`)}
                    label={t("links.document")}
                    data={documents}
                    value={one.media_id || null}
                    allowDeselect={false}
                    onChange={(to) => set(changed(form, at, { media_id: to ?? "" }))}
                  />
                )}
              </div>
            </div>
          </Row>
        ))}
      </ul>
      <Uploads uploads={uploads} />
      <Group gap="xs" className={rows.add}>
        <Button
          variant="default"
          leftSection={<IconLink size={18} aria-hidden />}
          onClick={() => set([...form, { to: "web", label: {}, url: "" }])}
        >
          {t("links.add")}
        </Button>
        {documents.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconFileTypePdf size={18} aria-hidden />}
            onClick={() => link("")}
          >
            {t("links.add_document")}
          </Button>
        )}
        <FileButton accept="application/pdf" onChange={(file) => file && uploads.add([file])}>
          {(button) => (
            <Button
              {...button}
              variant="default"
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              {t("links.upload")}
            </Button>
          )}
        </FileButton>
      </Group>
    </PartBlock>
  );
}
