import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/media/Media.module.css";
import { LARGEST_PHOTO, PHOTOS, sizeText } from "@/pages/products/media/upload";
import type { Upload, UploadsInHand } from "@/pages/products/media/useUploads";
import { useProblemText } from "@/ui/problems";

/** Files on their way, and those that cannot go: why, and what helps. */
export function Uploads({ uploads }: { uploads: UploadsInHand }) {
  const { t } = useTranslation("products");
  if (uploads.all.length === 0) return null;
  return (
    <ul className={styles.uploads} aria-label={t("media.uploads")}>
      {uploads.all.map((upload) => (
        <OneUpload key={upload.id} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}

function OneUpload({ upload, uploads }: { upload: Upload; uploads: UploadsInHand }) {
  const { t, i18n } = useTranslation("products");
  const problemText = useProblemText();
  const { file, state, fault, problem } = upload;
  const size = sizeText(file.size, i18n.language);
  const most = sizeText(LARGEST_PHOTO, i18n.language);
  const tooLarge = problem?.name === "too-large" && PHOTOS.includes(file.type);
  const why = () => {
    if (fault) return t(`upload.${fault}`, { size, most });
    if (tooLarge) return t("upload.photo_large", { size, most });
    if (problem?.name === "not-a-medium") return t("upload.kind", { size, most });
    return problem ? problemText(problem) : "";
  };
  return (
    <li>
      <div
        className={styles.upload}
        data-state={state}
        role={state === "stopped" ? "alert" : "status"}
      >
        {state === "sending" ? (
          <Loader size="xs" aria-hidden />
        ) : (
          <IconAlertTriangle size={18} aria-hidden />
        )}
        <div className={styles.words}>
          <strong>{file.name}</strong>
          <span>{state === "sending" ? t("upload.sending") : why()}</span>
        </div>
        {state === "stopped" && (
          <div className={styles.actions}>
            {(fault === "photo_large" || tooLarge) && (
              <Button size="compact-md" onClick={() => uploads.again(upload, true)}>
                {t("upload.shrink")}
              </Button>
            )}
            {problem?.passing && (
              <Button size="compact-md" variant="default" onClick={() => uploads.again(upload)}>
                {t("refused.again")}
              </Button>
            )}
            <Button
              size="compact-md"
              variant="subtle"
              color="gray"
              onClick={() => uploads.forget(upload.id)}
            >
              {t("upload.forget")}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
