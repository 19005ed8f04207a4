import { Button } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import "@mantine/dropzone/styles.css";
import { IconPhotoPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/media/Media.module.css";
import { LARGEST_PHOTO, PDF, PHOTOS, sizeText } from "@/pages/products/media/upload";

/** Where files are dropped, or chosen by a button; what they may be stands before. */
export function DropHere({ add }: { add: (files: readonly File[]) => void }) {
  const { t, i18n } = useTranslation("products");
  const choose = useRef<() => void>(null);
  return (
    <Dropzone
      openRef={choose}
      onDrop={(files) => add(files)}
      // What is of another kind is listed, too, and says why it cannot go.
      onReject={(rejected) => add(rejected.map(({ file }) => file))}
      accept={[...PHOTOS, PDF]}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      className={styles.drop ?? ""}
      // The button below opens it, and has its name.
      inputProps={{ "aria-hidden": true, tabIndex: -1 }}
    >
      <IconPhotoPlus size={28} aria-hidden />
      <span>{t("media.drop")}</span>
      <Button variant="default" onClick={() => choose.current?.()}>
        {t("media.choose")}
      </Button>
      <small>{t("media.advice", { most: sizeText(LARGEST_PHOTO, i18n.language) })}</small>
    </Dropzone>
  );
}
