import {
  IconAlertTriangle,
  IconCircleCheck,
  IconDots,
  IconHelpCircle,
  IconPencilCheck,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Card } from "@/live/stream";
import styles from "@/pages/orders/FolioMark.module.css";

const ICONS = {
  posting: IconDots,
  settled: IconCircleCheck,
  by_hand: IconPencilCheck,
  unknown: IconHelpCircle,
  attention: IconAlertTriangle,
} as const;

/** How far the charge to the room is: a shape, its word for who hovers or listens. */
export function FolioMark({ card, word = false }: { card: Pick<Card, "folio">; word?: boolean }) {
  const { t } = useTranslation("states");
  const { state, problem } = card.folio;
  if (state === "none") return word ? <span>{t("folio.none")}</span> : null;
  const Icon = ICONS[state];
  const why = problem ? ` (${t(`folio_problem.${problem}`)})` : "";
  const said = t(`folio.${state}`) + why;
  return (
    <span className={styles.mark} data-state={state} title={word ? undefined : said}>
      <Icon size={18} aria-hidden />
      <span className={word ? undefined : "unseen"}>{said}</span>
    </span>
  );
}
