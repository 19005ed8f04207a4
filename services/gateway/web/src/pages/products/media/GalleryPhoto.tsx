import { useSortable } from "@dnd-kit/sortable";
import { ActionIcon } from "@mantine/core";
import { IconGripVertical, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/media/Media.module.css";

/** A photo of the gallery: dragged by its grip, or moved by the grip's keys. */
export function GalleryPhoto(props: {
  id: string;
  name: string;
  number: number;
  remove: (() => void) | undefined;
}) {
  const { t } = useTranslation("products");
  const { id, name, number, remove } = props;
  const {
    setNodeRef,
    setActivatorNodeRef,
    listeners,
    attributes,
    transform,
    transition,
    isDragging,
  } = useSortable({ id, attributes: { roleDescription: t("moving.role") } });
  const shift = transform && `translate(${transform.x}px, ${transform.y}px)`;
  return (
    <li
      ref={setNodeRef}
      className={styles.photo}
      data-moving={isDragging || undefined}
      style={{ transform: shift ?? undefined, transition }}
    >
      <img src={`/media/${id}`} alt={name} loading="lazy" />
      {remove && (
        <>
          <button
            type="button"
            ref={setActivatorNodeRef}
            className={styles.grip}
            {...attributes}
            {...listeners}
            aria-label={t("photos.move", { name, number })}
          >
            <IconGripVertical size={18} aria-hidden />
            <span aria-hidden>{number}</span>
          </button>
          <ActionIcon
            className={styles.off}
            variant="default"
            size="md"
            aria-label={t("photos.take_off", { name })}
            onClick={remove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </>
      )}
    </li>
  );
}
