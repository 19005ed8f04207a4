import { ActionIcon, Button, Group } from "@mantine/core";
import { DateInput, MonthPickerInput } from "@mantine/dates";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import "@mantine/dates/styles.css";
import "dayjs/locale/fr";
import "dayjs/locale/it";
import "dayjs/locale/de";
import "dayjs/locale/es";
import { monthOf, nightAt, nightIn, numberOf } from "@/pages/planning/nights";
import styles from "@/pages/planning/Planning.module.css";
import { monthName } from "@/pages/planning/words";

interface ToolbarOf {
  /** The first night in sight; by default it is around today. */
  from: string | undefined;
  today: string;
  go: (night: string | undefined) => void;
}

/** To a month, to today, to a date. */
export function Toolbar({ from, today, go }: ToolbarOf) {
  const { t, i18n } = useTranslation("planning");
  const at = numberOf(from ?? today);
  const month = nightAt(monthOf(at));
  const later = (by: number) => go(nightAt(monthOf(at, by)));
  return (
    <Group gap="xs" className={styles.tools}>
      <ActionIcon variant="default" aria-label={t("month.before")} onClick={() => later(-1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <div className={styles.month}>
        <MonthPickerInput
          aria-label={t("month", { month: monthName(monthOf(at), i18n.language) })}
          locale={i18n.language}
          valueFormat="MMMM YYYY"
          value={month}
          onChange={(picked) => go(nightIn(picked ?? undefined))}
        />
      </div>
      <ActionIcon variant="default" aria-label={t("month.after")} onClick={() => later(1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      <Button variant="default" onClick={() => go(undefined)}>
        {t("today")}
      </Button>
      <DateInput
        aria-label={t("date")}
        placeholder={t("date")}
        locale={i18n.language}
        valueFormat="DD/MM/YYYY"
        value={null}
        onChange={(picked) => picked && go(nightIn(picked))}
        w="8.5rem"
        className={styles.date}
      />
    </Group>
  );
}
