import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { LiveProvider } from "@/live/LiveProvider";
import { useMe } from "@/session/me";
import { PropertyProvider } from "@/session/property";
import { PAGES, pagesOf } from "@/shell/pages";
import { Rail } from "@/shell/Rail";
import styles from "@/shell/Shell.module.css";
import { Later } from "@/ui/Later";
import { PageMissing } from "@/ui/PageMissing";
import { untilThere } from "@/ui/untilThere";

const Keyboard = lazy(() => untilThere(() => import("@/shell/Keyboard")));
const Alerts = lazy(() => untilThere(() => import("@/live/Alerts")));

/** Everything behind the sign-in: the rail, and the page of a property or of operations. */
export function Shell() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const { property: asked } = useParams({ strict: false });
  const property = me.properties.find((one) => one.id === asked);
  const name = useLocation({ select: ({ pathname }) => pathname.split("/")[3] });
  const isThis = (page: { name: string }) => page.name === name;
  const closed = property && PAGES.some(isThis) && !pagesOf(property).some(isThis);

  if (asked && !property) return <PageMissing />;
  const page = (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <Rail property={property} />
      <main id="content" tabIndex={-1} className={styles.content}>
        {closed ? <PageMissing /> : <Outlet />}
      </main>
      <Later>
        <Keyboard property={property} />
      </Later>
    </div>
  );
  if (!property) return page;
  return (
    <PropertyProvider value={property}>
      {property.permissions.includes("see_orders") ? (
        <LiveProvider property={property.id}>
          {page}
          <Later>
            <Alerts />
          </Later>
        </LiveProvider>
      ) : (
        page
      )}
    </PropertyProvider>
  );
}
