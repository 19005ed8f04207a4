import { UnstyledButton } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/pages/products/media/Media.module.css";
import { type Form, usesOf } from "@/pages/products/media/photos";
import { first, useWriting } from "@/pages/products/words/languages";
import { EmptyState } from "@/ui/EmptyState";

/** What the library holds; a press opens one of it. */
export function Library(props: {
  hut: Schemas["HutAnswer"];
  media: readonly Schemas["Medium"][];
  photos: Form;
  open: (medium: string) => void;
}) {
  const { t } = useTranslation("products");
  const { order } = useWriting();
  const { hut, media, photos } = props;
  if (media.length === 0) return <EmptyState title={t("media.none")} why={t("media.none_why")} />;
  return (
    <ul className={styles.library}>
      {media.map((one) => {
        const caption = first(one.captions, order) || one.name;
        const uses = usesOf(photos, hut.sheet.links, one.media_id);
        return (
          <li key={one.media_id}>
            <UnstyledButton
              className={styles.medium}
              onClick={() => props.open(one.media_id)}
              aria-label={t("media.open", { name: one.name })}
            >
              {one.kind === "photo" ? (
                <img src={`/media/${one.media_id}`} alt="" loading="lazy" />
              ) : (
                <span className={styles.document}>
                  <IconFileTypePdf size={40} aria-hidden />
                </span>
              )}
              <span className={styles.caption}>{caption}</span>
              <span className={styles.uses}>{uses.map((use) => t(`use.${use}`)).join(" · ")}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
