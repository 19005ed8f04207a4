import { Button, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { useAddress } from "@/app/search";
import { DropHere } from "@/pages/products/media/DropHere";
import { FoldersDialog } from "@/pages/products/media/FoldersDialog";
import { Gallery } from "@/pages/products/media/Gallery";
import { Library } from "@/pages/products/media/Library";
import styles from "@/pages/products/media/Media.module.css";
import { MediumDialog } from "@/pages/products/media/MediumDialog";
import { type Form, formOf } from "@/pages/products/media/photos";
import { Uploads } from "@/pages/products/media/Uploads";
import { useUploads } from "@/pages/products/media/useUploads";
import { WithHut } from "@/pages/products/saving/Loaded";
import { useHutPart } from "@/pages/products/saving/parts";
import { useMay } from "@/session/property";
import { Block } from "@/ui/Block";

/** Photos and documents: the library in folders, and which of it is shown (R16, R17). */
export default function MediaSection() {
  return <WithHut>{(hut) => <Media hut={hut} />}</WithHut>;
}

function Media({ hut }: { hut: Schemas["HutAnswer"] }) {
  const { t } = useTranslation("products");
  const may = useMay("define_selling");
  const [{ folder, medium: asked }, change] = useAddress();
  const [managing, setManaging] = useState(false);
  const { media, folders } = hut.sheet;
  const chosen = folders.find(({ id }) => id === folder)?.id ?? null;
  const uploads = useUploads({ folder: chosen });
  const part = useHutPart<Form>(hut, {
    name: "photos",
    form: formOf,
    put: (property, photos, header) =>
      client.PUT("/api/v1/properties/{property}/hut/photos", {
        params: { path: { property }, header },
        body: { photos },
      }),
  });
  const shown = chosen ? media.filter((one) => one.folder_id === chosen) : media;
  const open = media.find((one) => one.media_id === asked);
  return (
    <>
      <Gallery part={part} media={media} open={(medium) => change({ medium })} />
      <Block
        title={t("media.library")}
        about={t("media.about")}
        action={
          may && (
            <Button variant="default" onClick={() => setManaging(true)}>
              {t("folders.manage")}
            </Button>
          )
        }
      >
        {may && <DropHere add={uploads.add} />}
        <Uploads uploads={uploads} />
        {folders.length > 0 && (
          <fieldset className={styles.folders} aria-label={t("folders.title")}>
            <Folder
              name={t("folders.all")}
              count={media.length}
              here={!chosen}
              open={() => change({ folder: undefined })}
            />
            {folders.map(({ id, name }) => (
              <Folder
                key={id}
                name={name}
                count={media.filter((one) => one.folder_id === id).length}
                here={chosen === id}
                open={() => change({ folder: id })}
              />
            ))}
          </fieldset>
        )}
        <Library hut={hut} media={shown} photos={part.form} open={(medium) => change({ medium })} />
      </Block>
      <FoldersDialog hut={hut} opened={managing} close={() => setManaging(false)} />
      {open && (
        <MediumDialog
          key={open.media_id}
          hut={hut}
          medium={open}
          photos={part}
          close={() => change({ medium: undefined })}
        />
      )}
    </>
  );
}

function Folder(props: { name: string; count: number; here: boolean; open: () => void }) {
  return (
    <UnstyledButton
      className={styles.folder}
      data-here={props.here || undefined}
      aria-pressed={props.here}
      onClick={props.open}
    >
      {props.name} <small>{props.count}</small>
    </UnstyledButton>
  );
}
