import { CloseButton, Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/orders/FilterBar.module.css";

/** One filter: its name, what it is set to, and behind it what it can be set to. */
export function Chip(props: {
  label: string;
  value: string;
  clear: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation("orders");
  const { label, value, clear, children } = props;
  return (
    <span className={styles.held} data-set={value ? true : undefined}>
      <Popover position="bottom-start" trapFocus returnFocus shadow="md" width={260}>
        <Popover.Target>
          <button type="button" className={styles.chip} data-set={value ? true : undefined}>
            {value ? <span className={styles.value}>{`${label} : ${value}`}</span> : label}
            {!value && <IconChevronDown size={15} aria-hidden />}
          </button>
        </Popover.Target>
        <Popover.Dropdown>{children}</Popover.Dropdown>
      </Popover>
      {value && (
        <CloseButton size="sm" onClick={clear} aria-label={t("filter.remove", { label })} />
      )}
    </span>
  );
}
