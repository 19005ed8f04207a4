import { memo } from "react";
import styles from "@/pages/planning/Grid.module.css";
import { weekdayOf } from "@/pages/planning/nights";
import { useVersion } from "@/pages/planning/version";
import type { CellData } from "@/pages/planning/windows";

interface CellOf extends Partial<CellData> {
  id: string;
  number: number;
  column: number;
  /** What it says to those who do not see it. */
  said: string;
  active: boolean;
  picked: boolean;
  opened: boolean;
  today: boolean;
}

/** One stock type on one night: places left, of how many, and a bar of what is taken. */
export const Cell = memo(function Cell(cell: CellOf) {
  const { left, places = 0, bookings = 0, why } = cell;
  const known = left !== undefined;
  const state = !known ? "reading" : (why ?? (left <= places / 4 ? "few" : "free"));
  const version = useVersion(known ? `${left}/${places} ${bookings} ${why}` : null);
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: of the table that is a grid
      role="gridcell"
      tabIndex={-1}
      id={cell.id}
      className={styles.cell}
      aria-colindex={cell.column}
      aria-selected={cell.picked}
      data-night={cell.number}
      data-state={state}
      data-active={cell.active || undefined}
      data-opened={cell.opened || undefined}
      data-today={cell.today || undefined}
      data-weekend={weekdayOf(cell.number) >= 5 || undefined}
    >
      <span className="unseen">{cell.said}</span>
      {known && why !== "not_open" && (
        <span
          key={version}
          aria-hidden
          className={`${styles.inside} ${version > 0 ? "news" : ""}`}
          data-wide={places > 99 || undefined}
        >
          <Marks bookings={bookings} adjustment={cell.adjustment ?? 0} />
          <span className={styles.count}>
            <span className={styles.left}>{left}</span>
            <span className={styles.total}>/{places}</span>
          </span>
          <Bar
            taken={why === "closed" ? (cell.persons ?? 0) : places - left}
            places={places}
            options={cell.options ?? 0}
          />
        </span>
      )}
    </td>
  );
});

function Marks({ bookings, adjustment }: { bookings: number; adjustment: number }) {
  return (
    <span className={styles.marks}>
      {adjustment !== 0 && <i className={styles.adjusted} data-more={adjustment > 0} />}
      {bookings > 0 && <span className={styles.bookings}>{bookings}</span>}
    </span>
  );
}

/** What is taken of the places, and which part of it are options. */
function Bar({ taken, places, options }: { taken: number; places: number; options: number }) {
  const optional = Math.min(taken, options);
  const width = (part: number) => `${places > 0 ? Math.min(100, (100 * part) / places) : 0}%`;
  return (
    <span className={styles.bar}>
      <i className={styles.firm} style={{ width: width(taken - optional) }} />
      <i className={styles.option} style={{ width: width(optional) }} />
    </span>
  );
}
