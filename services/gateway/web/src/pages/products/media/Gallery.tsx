import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
} from "@dnd-kit/sortable";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { GalleryPhoto } from "@/pages/products/media/GalleryPhoto";
import styles from "@/pages/products/media/Media.module.css";
import { type Form, moved, shownAs } from "@/pages/products/media/photos";
import { useAnnouncing } from "@/pages/products/media/useAnnouncing";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import type { Part } from "@/pages/products/saving/usePart";

type Medium = Schemas["Medium"];

/** What is shown: the main photo, the warden, and the gallery in its order (R16). */
export function Gallery(props: {
  part: Part<Form>;
  media: readonly Medium[];
  open: (medium: string) => void;
}) {
  const { t } = useTranslation("products");
  const { part, media } = props;
  const { form, set } = part;
  const nameOf = (id: string | null) => media.find(({ media_id }) => media_id === id)?.name ?? "";
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const accessibility = useAnnouncing(form.gallery, nameOf);
  const dropped = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    set({ ...form, gallery: moved(form.gallery, String(active.id), String(over.id)) });
  };
  const told = (said: Form): Told => [
    [t("use.main"), nameOf(said.main)],
    [t("use.warden"), nameOf(said.warden)],
    [t("use.gallery"), said.gallery.map(nameOf).join("\n")],
  ];
  return (
    <PartBlock
      id="photos"
      part={part}
      title={t("photos.title")}
      about={t("photos.about")}
      told={told}
    >
      <div className={styles.two}>
        {(["main", "warden"] as const).map((use) => (
          <Slot key={use} use={use} id={form[use]} name={nameOf(form[use])} open={props.open} />
        ))}
      </div>
      <h3 className={styles.heading}>{t("use.gallery")}</h3>
      {form.gallery.length === 0 ? (
        <p className={styles.soft}>{t("photos.no_gallery")}</p>
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          accessibility={accessibility}
          onDragEnd={dropped}
        >
          <SortableContext items={form.gallery} strategy={rectSortingStrategy} disabled={!part.may}>
            <ul className={styles.gallery}>
              {form.gallery.map((id, at) => (
                <GalleryPhoto
                  key={id}
                  id={id}
                  name={nameOf(id)}
                  number={at + 1}
                  remove={part.may ? () => set(shownAs(form, id, "gallery", false)) : undefined}
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      )}
    </PartBlock>
  );
}

function Slot(props: {
  use: "main" | "warden";
  id: string | null;
  name: string;
  open: (medium: string) => void;
}) {
  const { t } = useTranslation("products");
  const { use, id, name } = props;
  return (
    <figure className={styles.slot}>
      {id ? (
        <button type="button" onClick={() => props.open(id)}>
          <img src={`/media/${id}`} alt={name} />
        </button>
      ) : (
        <span className={styles.empty}>{t(`photos.no_${use}`)}</span>
      )}
      <figcaption>
        <strong>{t(`use.${use}`)}</strong> {name}
      </figcaption>
    </figure>
  );
}
