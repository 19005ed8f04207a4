import { ActionIcon, Button, CloseButton, Group, Skeleton, Stack } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAddress } from "@/app/search";
import { NIGHT } from "@/live/keeping";
import { CloseHut } from "@/pages/planning/CloseHut";
import styles from "@/pages/planning/Day.module.css";
import { DayStays } from "@/pages/planning/DayStays";
import type { Asked } from "@/pages/planning/extent";
import { shifted } from "@/pages/planning/nights";
import { StockLines } from "@/pages/planning/StockLines";
import { useMay, useProperty } from "@/session/property";
import { ErrorState } from "@/ui/ErrorState";
import { plainDate } from "@/ui/time";

interface DayOf {
  night: string;
  go: (night: string) => void;
  book: (asked: Asked) => void;
}

/** One night: its places by stock type, to be changed by hand, and who sleeps there (R34 to R36,
 * R53). */
export function DayPanel({ night, go, book }: DayOf) {
  const { t, i18n } = useTranslation("planning");
  const { id } = useProperty();
  const [, change] = useAddress();
  const close = useRef<HTMLButtonElement>(null);
  const mayBook = useMay("book_stays");
  const read = api.useQuery("get", NIGHT, { params: { path: { property: id, night } } });
  // Where the grid makes room for the day, what had the focus is gone.
  useEffect(() => {
    if (document.activeElement === document.body) close.current?.focus();
  }, []);
  const day = read.data?.day;

  return (
    <section className={styles.day} aria-labelledby="day-title">
      <header className={styles.head}>
        <ActionIcon aria-label={t("day.before")} onClick={() => go(shifted(night, -1))}>
          <IconChevronLeft size={20} aria-hidden />
        </ActionIcon>
        <h2 id="day-title">{plainDate(night, i18n.language, true)}</h2>
        <ActionIcon aria-label={t("day.after")} onClick={() => go(shifted(night, 1))}>
          <IconChevronRight size={20} aria-hidden />
        </ActionIcon>
        <CloseButton
          ref={close}
          size="lg"
          aria-label={t("day.close")}
          onClick={() => change({ day: undefined })}
        />
      </header>
      <div className={styles.body}>
        {read.isPending && <Coming />}
        {!read.data && read.error && (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        )}
        {day && (
          <>
            {mayBook && (
              <Group gap="xs">
                <Button
                  variant="default"
                  px="sm"
                  leftSection={<IconPlus size={18} aria-hidden />}
                  disabled={!!day.closing}
                  onClick={() => book({ night, count: 1 })}
                >
                  {t("book")}
                </Button>
                <CloseHut day={day} />
              </Group>
            )}
            <StockLines day={day} />
          </>
        )}
        {read.data && <DayStays data={read.data} />}
      </div>
    </section>
  );
}

function Coming() {
  const { t } = useTranslation("shell");
  return (
    <Stack role="status" aria-label={t("loading")}>
      <Skeleton h={36} w="60%" />
      <Skeleton h={72} radius="lg" />
      <Skeleton h={72} radius="lg" />
      <Skeleton h={160} radius="lg" />
    </Stack>
  );
}
