import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { useSay } from "../saying";
import styles from "./panel.module.css";

const AROUND = 150_000; // milliseconds before and after a chosen instant

/** Whether something was set aside around the instant that was chosen on a curve. */
export function isAround(setAside: string, at: string | undefined): boolean {
  return at !== undefined && Math.abs(Date.parse(setAside) - Date.parse(at)) <= AROUND;
}

/** Says which instant was chosen, and how much was set aside around it; leads to the first. */
export function Around({ at, count }: { at: string | undefined; count: number }) {
  const { t } = useTranslation("operations");
  const say = useSay();
  const [, change] = useAddress();
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!at || count === 0) return;
    const list = line.current?.parentElement;
    list?.querySelector("[data-around]")?.scrollIntoView({ block: "center" });
  }, [at, count]);
  if (!at) return null;
  return (
    <p ref={line} className={styles.around}>
      <output>{t("around", { count, time: say.time(at) })}</output>
      <Button size="compact-sm" variant="subtle" onClick={() => change({ at: undefined })}>
        {t("around.all")}
      </Button>
    </p>
  );
}
