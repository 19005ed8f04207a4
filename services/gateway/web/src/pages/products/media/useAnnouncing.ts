import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from "@dnd-kit/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

/** What is heard while a photo is moved by keyboard, in the reader's language. */
export function useAnnouncing(gallery: readonly string[], nameOf: (id: string) => string) {
  const { t } = useTranslation("products");
  // Where it is taken, it is over itself at once: that says nothing yet.
  const still = useRef(true);
  const about = (id: UniqueIdentifier, over?: UniqueIdentifier) => ({
    name: nameOf(String(id)),
    number: gallery.indexOf(String(over ?? id)) + 1,
    count: gallery.length,
  });
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      still.current = true;
      return t("moving.taken", about(active.id));
    },
    onDragOver: ({ active, over }) => {
      if (!over || (still.current && over.id === active.id)) return undefined;
      still.current = false;
      return t("moving.over", about(active.id, over.id));
    },
    onDragEnd: ({ active, over }) => t("moving.put", about(active.id, over?.id)),
    onDragCancel: ({ active }) => t("moving.left", about(active.id)),
  };
  const screenReaderInstructions: ScreenReaderInstructions = { draggable: t("moving.how") };
  return { announcements, screenReaderInstructions };
}
