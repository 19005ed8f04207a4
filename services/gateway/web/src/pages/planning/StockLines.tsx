import type { Schemas } from "@/api/client";
import styles from "@/pages/planning/Day.module.css";
import { StockLine } from "@/pages/planning/StockLine";
import { useSelling } from "@/pages/planning/useStockRows";

const NONE = { left: 0, places: 0, sold: 0, bookings: 0, persons: 0, initial: 0, adjustment: 0 };

/** A night's stock types, in the hut's order; those that are not open that night say so. */
export function StockLines({ day }: { day: Schemas["DayShown"] }) {
  const types = useSelling().data?.selling.stock_types ?? [];
  return (
    <ul className={styles.stock}>
      {types.map((type) => {
        const known = day.stock.find((one) => one.stock_type_id === type.id);
        const stock = known ?? { ...NONE, stock_type_id: type.id, why: "not_open" as const };
        return <StockLine key={type.id} night={day} type={type} stock={stock} />;
      })}
    </ul>
  );
}
