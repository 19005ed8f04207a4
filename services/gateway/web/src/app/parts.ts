/** The parts of the page that are fetched when they are needed, by what they draw. */
export const parts = {
  signIn: () => import("@/session/SignIn"),
  shell: () => import("@/shell/Shell"),
  nowhere: () => import("@/shell/Nowhere"),
  property: () => import("@/shell/PropertyFrame"),
  operations: () => import("@/pages/operations/Operations"),
  live: () => import("@/pages/live/LivePage"),
  activity: () => import("@/pages/activity/ActivityPage"),
  orders: () => import("@/pages/orders/OrdersPage"),
  planning: () => import("@/pages/planning/PlanningPage"),
  sales: () => import("@/pages/sales/SalesPage"),
  products: () => import("@/pages/products/ProductsPage"),
  tasks: () => import("@/pages/tasks/TasksPage"),
  reconciliation: () => import("@/pages/reconciliation/ReconciliationPage"),
  figures: () => import("@/pages/figures/FiguresPage"),
  settings: () => import("@/pages/settings/SettingsPage"),
};

type Part = keyof typeof parts;
const OF_A_PROPERTY = /^\/p\/[^/]+\/([^/]+)/;

/** The parts that an address will need, as far as it says by itself: another person may be sent
 * elsewhere. */
export function partsAt(path: string): Part[] {
  if (path === "/sign-in") return ["signIn"];
  if (path === "/board") return ["shell", "property", "live"];
  if (path === "/operations") return ["shell", "operations"];
  const page = OF_A_PROPERTY.exec(path)?.[1];
  return page && isPart(page) ? ["shell", "property", page] : [];
}

function isPart(name: string): name is Part {
  return Object.hasOwn(parts, name);
}
