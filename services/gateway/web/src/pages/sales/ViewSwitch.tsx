import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useMay } from "@/session/property";
import styles from "./sales.module.css";

const VIEWS = ["latest", "archive"] as const;

/** The latest sales, or their archive by year and month. */
export function ViewSwitch() {
  const { t } = useTranslation("sales");
  const [{ view }, change] = useAddress();
  if (!useMay("see_figures")) return null;
  const shown = view === "archive" ? "archive" : "latest";
  return (
    <fieldset className={styles.views} aria-label={t("view")}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === shown}
          onClick={() => change({ view: one === "archive" ? one : undefined })}
        >
          {t(`view.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}
