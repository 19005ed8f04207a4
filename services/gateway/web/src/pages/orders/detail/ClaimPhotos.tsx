import { ActionIcon, Button, FileButton, Text } from "@mantine/core";
import { IconCamera, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import styles from "@/pages/orders/detail/Claim.module.css";
import { fitted } from "@/pages/orders/detail/photo";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

const MOST = 10;
const TYPES = "image/jpeg,image/png,image/webp";

/** Pictures that go with a claim; each is uploaded at once, so that a draft keeps it. */
export function ClaimPhotos(props: { photos: string[]; change: (photos: string[]) => void }) {
  const { t } = useTranslation("orders");
  const { photos, change } = props;
  const { id: property } = useProperty();
  const upload = useWrite({
    send: async (files: File[], header) => {
      const kept: string[] = [];
      for (const [place, file] of files.entries()) {
        const picture = await fitted(file);
        const { data } = await client.POST("/api/v1/properties/{property}/media", {
          params: {
            path: { property },
            header: { "Idempotency-Key": `${header["Idempotency-Key"]}-${place}` },
          },
          headers: { "Content-Type": picture.type },
          body: picture as unknown as string,
          bodySerializer: (body) => body as unknown as BodyInit,
        });
        if (data) kept.push(data.media_id);
      }
      return kept;
    },
    onDone: (kept) => change([...photos, ...kept].slice(0, MOST)),
  });
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t("claim.photos")}
      </Text>
      {photos.length > 0 && (
        <ul className={styles.photos}>
          {photos.map((photo, at) => (
            <li key={photo}>
              <img src={`/media/${photo}`} alt={t("claim.photo", { number: at + 1 })} />
              <ActionIcon
                size="sm"
                variant="default"
                radius="xl"
                aria-label={t("claim.remove_photo", { number: at + 1 })}
                onClick={() => change(photos.filter((one) => one !== photo))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <FileButton
        multiple
        accept={TYPES}
        onChange={(files) => files.length && upload.mutate(files)}
      >
        {(button) => (
          <Button
            {...button}
            variant="default"
            leftSection={<IconCamera size={18} aria-hidden />}
            loading={upload.isPending}
            disabled={photos.length >= MOST}
          >
            {t("claim.add_photo")}
          </Button>
        )}
      </FileButton>
      <Text size="xs" c="var(--text-soft)" mt={4}>
        {t("claim.photos_help")}
      </Text>
    </div>
  );
}
