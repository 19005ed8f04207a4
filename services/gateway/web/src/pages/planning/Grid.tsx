import { type CSSProperties, useCallback, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Explanation } from "@/pages/planning/Explanation";
import type { Asked, Extent } from "@/pages/planning/extent";
import styles from "@/pages/planning/Grid.module.css";
import { GridHead } from "@/pages/planning/GridHead";
import { cellId, GridRow } from "@/pages/planning/GridRow";
import { nightAt, numberOf } from "@/pages/planning/nights";
import { type Picked, type Spot, spanOf } from "@/pages/planning/picking";
import { useColumns } from "@/pages/planning/useColumns";
import { useGridKeys } from "@/pages/planning/useGridKeys";
import { usePicking } from "@/pages/planning/usePicking";
import type { StockRow } from "@/pages/planning/useStockRows";
import { cellAt, useOptions, useWindows } from "@/pages/planning/windows";
import { useCellText } from "@/pages/planning/words";
import { ErrorState } from "@/ui/ErrorState";

interface GridOf {
  rows: readonly StockRow[];
  extent: Extent;
  today: string;
  /** The night that the grid begins with, and the one whose panel is open. */
  from: string | undefined;
  day: string | undefined;
  moved: (from: string) => void;
  open: (night: string) => void;
  book: (asked: Asked) => void;
}

/** Stock types by nights: only the nights in sight are drawn, whatever the planning reaches over. */
export function Grid(grid: GridOf) {
  const { t } = useTranslation("planning");
  const { rows, extent, day, open, book } = grid;
  const id = useId();
  const today = numberOf(grid.today);
  const table = useRef<HTMLTableElement>(null);
  const columns = useColumns({ extent, today, from: grid.from, moved: grid.moved });
  const { grids, error, retry } = useWindows(columns.from, columns.to);
  const options = useOptions(grid.today);
  const say = useCellText();
  const [active, setActive] = useState<Spot | null>(null);
  const [hovered, setHovered] = useState<Spot | null>(null);
  const [picked, setPicked] = useState<Picked | null>(null);
  const opened = day ? numberOf(day) : null;
  const first = opened ?? columns.begins;

  const take = useCallback(
    (nights: Picked) => {
      const { from, to } = spanOf(nights);
      book({ night: nightAt(from), count: to - from + 1 });
    },
    [book],
  );
  const bounds = { rows: rows.length, first: extent.first, last: extent.last, today };
  const onKeyDown = useGridKeys({
    at: active ?? { row: 0, number: first },
    bounds,
    picked,
    go: (spot, nights) => {
      setActive(spot);
      setPicked(nights);
      columns.show(spot.number);
      if (opened !== null && !nights) open(nightAt(spot.number));
    },
    open: (spot) => open(nightAt(spot.number)),
    book: take,
    clear: () => setPicked(null),
  });
  const pointing = usePicking({
    columns,
    table,
    hover: setHovered,
    pick: setPicked,
    chosen: (spot) => {
      table.current?.focus({ preventScroll: true });
      if (spot.row >= 0) setActive(spot);
      open(nightAt(spot.number));
    },
    done: (nights) => {
      setPicked(null);
      take(nights);
    },
  });
  const shown = hovered ?? active;
  const drawn = { from: columns.from, to: columns.to, origin: extent.first };

  if (error) return <ErrorState error={error} retry={retry} />;
  return (
    <div className={styles.around}>
      <div ref={columns.scroller} className={styles.scroller} data-planning>
        <table
          ref={table}
          className={styles.grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows go through it
          role="grid"
          tabIndex={0}
          aria-label={t("grid")}
          aria-rowcount={rows.length + 1}
          aria-colcount={extent.last - extent.first + 2}
          aria-multiselectable
          aria-activedescendant={
            active && columns.from <= active.number && active.number <= columns.to
              ? cellId(id, active.row, active.number)
              : undefined
          }
          style={{ ...columns.style, "--rows": rows.length } as CSSProperties}
          onFocus={() => setActive((now) => now ?? { row: 0, number: first })}
          onKeyDown={onKeyDown}
          {...pointing}
        >
          <GridHead {...drawn} today={today} opened={opened} />
          <tbody>
            {rows.map(({ id: stockType, name }, index) => (
              <GridRow
                key={stockType}
                {...drawn}
                {...{ id, index, stockType, name, grids, options, say, today, opened }}
                active={active?.row === index ? active.number : null}
                picked={spanIn(picked, index)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Explanation
        name={shown ? (rows[shown.row]?.name ?? "") : ""}
        number={shown?.number ?? null}
        said={
          shown && rows[shown.row]
            ? say(cellAt(grids, options, rows[shown.row]?.id ?? "", shown.number))
            : ""
        }
      />
    </div>
  );
}

/** What is picked of a row; nothing in all others, which are not drawn again for it. */
function spanIn(picked: Picked | null, row: number) {
  return picked?.row === row ? spanOf(picked) : null;
}
