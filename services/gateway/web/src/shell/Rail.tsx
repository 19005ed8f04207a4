import { Badge } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconServerCog } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type MyProperty, useMe } from "@/session/me";
import { LinkLost, LinkNews, LinkState } from "@/shell/LinkState";
import { MoreMenu } from "@/shell/MoreMenu";
import { PropertySwitch } from "@/shell/PropertySwitch";
import { type PageName, pagesOf } from "@/shell/pages";
import styles from "@/shell/Rail.module.css";
import { UserMenu } from "@/shell/UserMenu";
import { useCouriersWaiting, useTasksWaiting } from "@/shell/waiting";

export const NARROW = "(max-width: 62em)";
const IN_BAR = 3; // beside the button for the rest, four in all

/** The pages of a property by role: a rail at the left, on a phone a bar of four at the bottom. */
export function Rail({ property }: { property: MyProperty | undefined }) {
  const { t } = useTranslation("shell");
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const { operations } = useMe();
  const pages = pagesOf(property);
  const first = narrow ? pages.slice(0, IN_BAR) : pages;

  return (
    <nav className={styles.rail} aria-label={t("pages")}>
      {!narrow && <PropertySwitch property={property} />}
      {narrow && property?.permissions.includes("see_orders") && <LinkLost />}
      <div className={styles.pages}>
        {property &&
          first.map(({ name, icon: Icon }) => (
            <Link
              key={name}
              to={`/p/$property/${name}`}
              params={{ property: property.id }}
              className={styles.page}
              activeProps={{ className: styles.here, "aria-current": "page" }}
            >
              <Icon size={20} aria-hidden />
              <span>{t(`page.${name}`)}</span>
              <Waiting page={name} property={property} />
            </Link>
          ))}
        {operations && !narrow && (
          <Link
            to="/operations"
            className={styles.page}
            activeProps={{ className: styles.here, "aria-current": "page" }}
          >
            <IconServerCog size={20} aria-hidden />
            <span>{t("page.operations")}</span>
          </Link>
        )}
        {narrow && <MoreMenu property={property} pages={pages.slice(IN_BAR)} />}
      </div>
      {property?.permissions.includes("see_orders") && <LinkNews />}
      {!narrow && (
        <div className={styles.foot}>
          {property?.permissions.includes("see_orders") && <LinkState />}
          <UserMenu property={property} />
        </div>
      )}
    </nav>
  );
}

/** How much waits for a person behind a page. */
function Waiting({ page, property }: { page: PageName; property: MyProperty }) {
  if (page === "tasks") return <TasksWaiting property={property} />;
  return page === "live" && <CouriersWaiting />;
}

function TasksWaiting({ property }: { property: MyProperty }) {
  return <Count of={useTasksWaiting(property)} />;
}

function CouriersWaiting() {
  return <Count of={useCouriersWaiting()} />;
}

function Count({ of: count }: { of: number }) {
  const { t } = useTranslation("shell");
  if (!count) return null;
  return (
    <Badge className={styles.count} color="orange" variant="filled" size="sm" circle={count < 10}>
      <span className="unseen">{t("waiting")} </span>
      {count > 99 ? "99+" : count}
    </Badge>
  );
}
