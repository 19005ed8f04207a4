import {
  IconActivity,
  IconChartBar,
  IconChecklist,
  IconListDetails,
  IconRoute,
  IconScale,
} from "@tabler/icons-react";
import type { Permission } from "@/session/me";

export type PageName = "activity" | "live" | "orders" | "tasks" | "reconciliation" | "figures";

export interface PageOfProperty {
  name: PageName;
  icon: typeof IconActivity;
  permission: Permission;
}

/** A property's pages, in the order of the rail. The activity comes first: it is where one lands
 * (O02). */
export const PAGES: readonly PageOfProperty[] = [
  { name: "activity", icon: IconActivity, permission: "see_orders" },
  { name: "live", icon: IconRoute, permission: "see_orders" },
  { name: "orders", icon: IconListDetails, permission: "see_orders" },
  { name: "tasks", icon: IconChecklist, permission: "see_orders" },
  { name: "reconciliation", icon: IconScale, permission: "see_reconciliation" },
  { name: "figures", icon: IconChartBar, permission: "see_figures" },
];
