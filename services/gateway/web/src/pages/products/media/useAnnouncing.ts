import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";

/** What is heard while a photo is moved by keyboard, in the reader's language. */
export function useAnnouncing(gallery: readonly string[], nameOf: (id: string) => string) {
  const { t } = useTranslation("products");
  const about = (id: UniqueIdentifier, over?: UniqueIdentifier) => ({
    name: nameOf(String(id)),
    number: gallery.indexOf(String(over ?? id)) + 1,
    count: gallery.length,
  });
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("moving.taken", about(active.id)),
    onDragOver: ({ active, over }) =>
      over ? t("moving.over", about(active.id, over.id)) : undefined,
    onDragEnd: ({ active, over }) => t("moving.put", about(active.id, over?.id)),
    onDragCancel: ({ active }) => t("moving.left", about(active.id)),
  };
  const screenReaderInstructions: ScreenReaderInstructions = { draggable: t("moving.how") };
  return { announcements, screenReaderInstructions };
}
