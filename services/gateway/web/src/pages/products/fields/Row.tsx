import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/products/fields/Rows.module.css";

/** One of several that are alike: what it is called, its fields, and taking it away. */
export function Row(props: {
  title: string;
  untitled: string;
  remove: () => void;
  level?: 3 | 4;
  children: ReactNode;
}) {
  const { t } = useTranslation("products");
  const title = props.title.trim() || props.untitled;
  const here = useRef<HTMLLIElement>(null);
  const untouched = useRef(!props.title.trim());
  useEffect(() => {
    // One that was just added is written at once.
    if (untouched.current) here.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, []);
  const Heading = props.level === 4 ? "h4" : "h3";
  return (
    <li ref={here} className={styles.row}>
      <div className={styles.head}>
        <Heading>{title}</Heading>
        <ActionIcon
          aria-label={t("remove", { what: title })}
          title={t("remove", { what: title })}
          onClick={props.remove}
        >
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      </div>
      {props.children}
    </li>
  );
}
