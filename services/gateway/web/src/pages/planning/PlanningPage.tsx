import { Button, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { DayPanel } from "@/pages/planning/DayPanel";
import { type Asked, askedIn, askedSaid, extentOf } from "@/pages/planning/extent";
import { Grid } from "@/pages/planning/Grid";
import { NothingSold } from "@/pages/planning/NothingSold";
import { nightIn } from "@/pages/planning/nights";
import styles from "@/pages/planning/Planning.module.css";
import { Toolbar } from "@/pages/planning/Toolbar";
import { useSelling, useStockRows } from "@/pages/planning/useStockRows";
import { usePhone } from "@/pages/stays/sheet/usePhone";
import { useMay, useProperty } from "@/session/property";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { localDay, useNow } from "@/ui/time";

const StaySheet = lazy(() => import("@/pages/stays/sheet/StaySheet"));

/** The nights of a hut: what is left of each stock type, and the day's panel beside (R34 to R37). */
export function PlanningPage() {
  const { t } = useTranslation("planning");
  const { time_zone: zone } = useProperty();
  const today = localDay(useNow(60_000), zone);
  const [address, change] = useAddress();
  const day = nightIn(address.day);
  const from = nightIn(address.from);
  const { stay } = address;
  const asked = askedIn(address.book);
  const mayBook = useMay("book_stays");
  // On a phone the day is a page of its own.
  const alone = usePhone() && day !== undefined;
  const open = useCallback((night: string) => change({ day: night }), [change]);
  const moved = useCallback((night: string) => change({ from: night }, true), [change]);
  const book = useCallback((nights: Asked) => change({ book: askedSaid(nights) }), [change]);
  useHotkeys([
    [
      "Escape",
      // What was opened last goes first: a dialog, a stay, then the day.
      () => day && !stay && !document.querySelector("[role=dialog]") && change({ day: undefined }),
    ],
    ["n", () => mayBook && book({ night: day ?? today, count: 1 })],
  ]);

  return (
    <>
      <PageHead title={t("title")}>
        {!alone && <Toolbar from={from} today={today} go={(night) => change({ from: night })} />}
        {mayBook && !alone && (
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => book({ night: day ?? today, count: 1 })}
          >
            {t("book")}
          </Button>
        )}
      </PageHead>
      <div className={styles.around}>
        <div className={styles.page} data-opened={!!day}>
          <div className={styles.grid}>
            <Nights {...{ today, from, day, moved, open, book }} />
          </div>
          {day && <DayPanel key={day} night={day} go={open} book={book} />}
        </div>
      </div>
      {asked && mayBook && (
        <Suspense>
          <StaySheet asked={asked} close={() => change({ book: undefined })} />
        </Suspense>
      )}
    </>
  );
}

type GridOf = Omit<Parameters<typeof Grid>[0], "rows" | "extent">;

function Nights(grid: GridOf) {
  const { t } = useTranslation("shell");
  const selling = useSelling();
  const rows = useStockRows(selling.data);
  if (selling.isPending) {
    return (
      <div className={styles.coming} role="status" aria-label={t("loading")}>
        {[1, 2, 3, 4].map((row) => (
          <Skeleton key={row} h={56} />
        ))}
      </div>
    );
  }
  if (!selling.data) {
    return <ErrorState error={selling.error} retry={() => void selling.refetch()} />;
  }
  if (rows.length === 0) return <NothingSold />;
  const extent = extentOf(grid.today, [grid.from, grid.day]);
  // Where the grid reaches further back than before, its columns are counted anew.
  return <Grid key={extent.first} {...grid} rows={rows} extent={extent} />;
}
