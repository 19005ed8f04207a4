import {
  IconActivity,
  IconBasket,
  IconCalendarMonth,
  IconChartBar,
  IconChecklist,
  IconListDetails,
  IconReceipt,
  IconRoute,
  IconScale,
} from "@tabler/icons-react";
import type { MyProperty, Permission } from "@/session/me";

export type PageName =
  | "activity"
  | "live"
  | "orders"
  | "planning"
  | "sales"
  | "products"
  | "tasks"
  | "reconciliation"
  | "figures";

export interface PageOfProperty {
  name: PageName;
  icon: typeof IconActivity;
  permission: Permission;
  /** At which kinds of property there is something to see. */
  kinds: readonly MyProperty["kind"][];
}

const ROOM_SERVICE = ["hotel", "restaurant"] as const;
const HUTS = ["hut"] as const;
const ALL = ["hotel", "hut", "restaurant"] as const;

/** A property's pages, in the order of the rail. The activity comes first: it is where one lands
 * (O02). */
export const PAGES: readonly PageOfProperty[] = [
  { name: "activity", icon: IconActivity, permission: "see_orders", kinds: ROOM_SERVICE },
  { name: "live", icon: IconRoute, permission: "see_orders", kinds: ROOM_SERVICE },
  { name: "orders", icon: IconListDetails, permission: "see_orders", kinds: ROOM_SERVICE },
  { name: "planning", icon: IconCalendarMonth, permission: "see_stays", kinds: HUTS },
  { name: "sales", icon: IconReceipt, permission: "see_stays", kinds: HUTS },
  { name: "products", icon: IconBasket, permission: "see_stays", kinds: HUTS },
  { name: "tasks", icon: IconChecklist, permission: "see_orders", kinds: ALL },
  {
    name: "reconciliation",
    icon: IconScale,
    permission: "see_reconciliation",
    kinds: ROOM_SERVICE,
  },
  { name: "figures", icon: IconChartBar, permission: "see_figures", kinds: ROOM_SERVICE },
];

/** The pages that are a person's at a property, by its kind and their permissions there. */
export function pagesOf(property: MyProperty | undefined): readonly PageOfProperty[] {
  if (!property) return [];
  const { kind, permissions } = property;
  return PAGES.filter((page) => page.kinds.includes(kind) && permissions.includes(page.permission));
}
