import { CloseButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import type { Service } from "../answers";
import outer from "../operations.module.css";
import { StandingMark } from "../StandingMark";
import { Aside } from "./Aside";
import { Curves } from "./Curves";
import { Processes } from "./Processes";
import styles from "./panel.module.css";

/** One service, beside the picture: its processes, half an hour of curves, what it set aside. */
export default function ServicePanel({ service, at }: { service: Service; at: number }) {
  const { t } = useTranslation(["operations", "shell"]);
  const [, change] = useAddress();
  const title = useRef<HTMLHeadingElement>(null);
  const close = () => change({ service: undefined, list: undefined, at: undefined });
  useEffect(() => title.current?.focus(), []);
  return (
    <aside
      className={outer.panel}
      aria-labelledby="service"
      onKeyDown={(event) => {
        // A dialog's own Escape also comes here, though it lies elsewhere in the page.
        const here = event.currentTarget.contains(event.target as Node);
        if (event.key === "Escape" && here) close();
      }}
    >
      <header className={styles.head}>
        <h2 id="service" ref={title} tabIndex={-1} className={styles.title}>
          {service.service}
        </h2>
        <StandingMark state={service.state} />
        <CloseButton size="lg" ml="auto" aria-label={t("shell:close")} onClick={close} />
      </header>
      <div className={styles.body}>
        <Processes service={service} now={at} />
        <Curves service={service.service} />
        <Aside service={service} />
      </div>
    </aside>
  );
}
