import type { Schemas } from "@/api/client";

type Stock = Schemas["StockShown"];
type Night = Schemas["PlanningDay"];

/** A change of a night's places by hand: so many more or fewer, or so many in all. */
export interface Adjusting {
  by?: number;
  to?: number;
  undercut?: boolean;
  /** Each press of a button is one change, however alike they are. */
  press: number;
}

/** A stock type's places as they will be after a change; never fewer than none. */
export function adjusted(stock: Stock, { by, to }: Adjusting): Stock {
  const places = Math.max(0, to ?? stock.places + (by ?? 0));
  return {
    ...stock,
    places,
    adjustment: stock.adjustment + places - stock.places,
    left: Math.max(0, places - stock.sold),
  };
}

/** A night as it is shown until the change was answered. What is booked whole is blocked whole by
 * any decrease (R28): of that nothing is shown before. */
export function shownAdjusted(
  night: Night,
  stockType: string,
  whole: boolean,
  change: Adjusting,
): Night {
  if (whole || night.day.closing) return night;
  const stock = night.day.stock.map((one) =>
    one.stock_type_id === stockType ? adjusted(one, change) : one,
  );
  return { ...night, day: { ...night.day, stock } };
}
