import {
  IconAlertTriangle,
  IconCheck,
  IconCloudOff,
  IconEye,
  IconPencil,
  IconRefresh,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/saving/Saving.module.css";
import type { Phase } from "@/pages/products/saving/saving";
import type { Part } from "@/pages/products/saving/usePart";

const ICONS: Record<Phase, typeof IconCheck> = {
  saved: IconCheck,
  editing: IconPencil,
  saving: IconRefresh,
  incomplete: IconPencil,
  waiting: IconCloudOff,
  refused: IconAlertTriangle,
  conflict: IconAlertTriangle,
  undercut: IconAlertTriangle,
};

/** How far the saving of a part is. Nothing that was written is ever only on the screen. */
export function SaveState<Form>({ part }: { part: Part<Form> }) {
  const { t } = useTranslation("products");
  const { phase, may, faults } = part;
  const Icon = may ? ICONS[phase] : IconEye;
  const count = Object.keys(faults).length;
  return (
    <span className={styles.state} data-phase={may ? phase : "read"} role="status">
      <Icon size={16} aria-hidden />
      {may ? t(`state.${phase}`, { count }) : t("state.read")}
    </span>
  );
}
