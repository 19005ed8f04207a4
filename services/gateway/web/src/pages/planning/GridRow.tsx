import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Cell } from "@/pages/planning/Cell";
import styles from "@/pages/planning/Grid.module.css";
import { type CellData, cellAt, type Read } from "@/pages/planning/windows";
import { headOf } from "@/pages/planning/words";

export interface Drawn {
  /** The nights that are drawn, by number, and of which one the first column is. */
  from: number;
  to: number;
  origin: number;
}

interface RowOf extends Drawn {
  id: string;
  index: number;
  stockType: string;
  name: string;
  grids: Read["grids"];
  options: ReadonlyMap<string, number>;
  say: (cell: CellData | undefined) => string;
  today: number;
  active: number | null;
  picked: { from: number; to: number } | null;
  opened: number | null;
}

/** A stock type over the nights that are drawn. */
export const GridRow = memo(function GridRow(row: RowOf) {
  const { i18n } = useTranslation();
  const numbers = Array.from({ length: row.to - row.from + 1 }, (_, n) => row.from + n);
  return (
    <tr className={styles.row} aria-rowindex={row.index + 2} data-row={row.index}>
      <th scope="row" className={styles.type} title={row.name}>
        <span>{row.name}</span>
      </th>
      {numbers.map((number) => {
        const data = cellAt(row.grids, row.options, row.stockType, number);
        return (
          <Cell
            key={number}
            {...data}
            id={cellId(row.id, row.index, number)}
            number={number}
            column={number - row.origin + 2}
            said={`${row.name}, ${headOf(number, i18n.language).long} : ${row.say(data)}`}
            active={row.active === number}
            picked={row.picked !== null && row.picked.from <= number && number <= row.picked.to}
            opened={row.opened === number}
            today={row.today === number}
          />
        );
      })}
    </tr>
  );
});

export function cellId(grid: string, row: number, number: number): string {
  return `${grid}-${row}-${number}`;
}
