import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { client } from "@/api/client";
import { asProblem } from "@/api/problem";
import { onSignedOut, queries } from "@/api/queries";
import { parts } from "@/app/parts";
import { part } from "@/app/release";
import { rememberProperty, startOf } from "@/app/start";
import { type Me, meQuery } from "@/session/me";
import { PageComing } from "@/ui/PageComing";
import { PageFault } from "@/ui/PageFault";
import { PageMissing } from "@/ui/PageMissing";

/** What every page of a property keeps in its address: the order or stay whose detail is open. */
interface WithOrder {
  order?: string;
  stay?: string;
}

/** A page's own search values stay as they are; each page reads its own (filters, tab). */
export type PageSearch = WithOrder & Record<string, string | undefined>;

function textsOnly(search: Record<string, unknown>): PageSearch {
  const texts = Object.entries(search)
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value))
    .map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(texts);
}

async function signedIn(back: string): Promise<Me> {
  const me = await queries.ensureQueryData(meQuery);
  if (me) return me;
  throw redirect({ to: "/sign-in", search: back === "/" ? {} : { back } });
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: PageMissing,
  errorComponent: PageFault,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.signIn()), "SignIn"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => ({ me: await signedIn(location.href) }),
  component: lazyRouteComponent(() => part(parts.shell()), "Shell"),
});

const start = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: ({ context }) => {
    throw redirect({ to: startOf(context.me), replace: true });
  },
});

const nowhere = createRoute({
  getParentRoute: () => shell,
  path: "/nowhere",
  component: lazyRouteComponent(() => part(parts.nowhere()), "Nowhere"),
});

// Mails link to /board?order=ID without saying of which property it is (O07).
const board = createRoute({
  getParentRoute: () => shell,
  path: "/board",
  validateSearch: textsOnly,
  beforeLoad: async ({ context, search }) => {
    const property = await propertyOf(search.order, context.me);
    if (!property) throw redirect({ to: startOf(context.me), replace: true });
    const to = { to: "/p/$property/live", params: { property }, search, replace: true } as const;
    throw redirect(to);
  },
});

async function propertyOf(order: string | undefined, me: Me): Promise<string | undefined> {
  const all = me.properties.map((one) => one.id);
  if (!order || all.length < 2) return all[0];
  const found = await Promise.all(all.map((property) => isThere(property, order)));
  return all[found.indexOf(true)] ?? all[0];
}

async function isThere(property: string, order: string): Promise<boolean> {
  try {
    const params = { path: { property, order } };
    await client.GET("/api/v1/properties/{property}/orders/{order}", { params });
    return true;
  } catch (error) {
    if ([403, 404].includes(asProblem(error).status)) return false;
    throw error;
  }
}

const operations = createRoute({
  getParentRoute: () => shell,
  path: "/operations",
  validateSearch: textsOnly,
  beforeLoad: ({ context }) => {
    if (!context.me.operations) throw notFound();
  },
  component: lazyRouteComponent(() => part(parts.operations()), "Operations"),
});

const property = createRoute({
  getParentRoute: () => shell,
  path: "/p/$property",
  beforeLoad: ({ params }) => rememberProperty(params.property),
  component: lazyRouteComponent(() => part(parts.property()), "PropertyFrame"),
});

const live = createRoute({
  getParentRoute: () => property,
  path: "/live",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.live()), "LivePage"),
});

const activity = createRoute({
  getParentRoute: () => property,
  path: "/activity",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.activity()), "ActivityPage"),
});

const orders = createRoute({
  getParentRoute: () => property,
  path: "/orders",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.orders()), "OrdersPage"),
});

const planning = createRoute({
  getParentRoute: () => property,
  path: "/planning",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.planning()), "PlanningPage"),
});

const sales = createRoute({
  getParentRoute: () => property,
  path: "/sales",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.sales()), "SalesPage"),
});

// The menu knows no sections: it leads to the first.
const products = createRoute({
  getParentRoute: () => property,
  path: "/products",
  beforeLoad: ({ params }) => {
    const first = { property: params.property, section: "readiness" };
    throw redirect({ to: "/p/$property/products/$section", params: first, replace: true });
  },
});

const productsSection = createRoute({
  getParentRoute: () => property,
  path: "/products/$section",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.products()), "ProductsPage"),
});

const tasks = createRoute({
  getParentRoute: () => property,
  path: "/tasks",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.tasks()), "TasksPage"),
});

const reconciliation = createRoute({
  getParentRoute: () => property,
  path: "/reconciliation",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.reconciliation()), "ReconciliationPage"),
});

const figures = createRoute({
  getParentRoute: () => property,
  path: "/figures",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.figures()), "FiguresPage"),
});

const settings = createRoute({
  getParentRoute: () => property,
  path: "/settings/$section",
  validateSearch: textsOnly,
  component: lazyRouteComponent(() => part(parts.settings()), "SettingsPage"),
});

const pages = [
  live,
  activity,
  orders,
  planning,
  sales,
  products,
  productsSection,
  tasks,
  reconciliation,
  figures,
  settings,
];
const inside = [start, nowhere, board, operations, property.addChildren(pages)];

export const router = createRouter({
  routeTree: root.addChildren([signIn, shell.addChildren(inside)]),
  // Addresses are for people, too: `?room=101`, without the quotes of JSON.
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(String),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: PageFault,
  defaultPendingComponent: PageComing,
});

let leaving = false;

// Several requests may be told at once. Who it was is known until their page is gone.
onSignedOut(() => {
  const { location } = router.state;
  if (leaving || location.pathname === "/sign-in") return;
  leaving = true;
  const search = { back: location.href, ended: "yes" };
  void router.navigate({ to: "/sign-in", search }).finally(() => {
    leaving = false;
    queries.setQueryData(meQuery.queryKey, null);
  });
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
