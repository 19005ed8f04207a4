import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconUsersGroup } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { personsOn, type Wanted } from "@/pages/stays/sheet/cart";
import { shortOf } from "@/pages/stays/sheet/room";
import { plainDate } from "@/ui/time";

// A title in the colour of its ground would be too faint.
const READABLE = { title: { color: "var(--text)" }, message: { color: "var(--text)" } };

interface HintsOf {
  wanted: Wanted;
  selling: Schemas["Selling"];
  grid: Schemas["PlanningGrid"] | undefined;
  held?: Wanted | null;
}

/** What one should know before asking: which night is short, and that so many are a group (R46). */
export function Hints({ wanted, selling, grid, held = null }: HintsOf) {
  const { t, i18n } = useTranslation("stays");
  const short = shortOf(wanted, selling, grid, held);
  const limit = selling.rules.group_from;
  const most = Math.max(
    0,
    ...wanted.nights.map((night) => personsOn(wanted, selling.rates, null, night)),
  );
  const nameOf = (id: string) => selling.stock_types.find((one) => one.id === id)?.name ?? id;
  return (
    <div role="status">
      {short.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          mb="sm"
          styles={READABLE}
          icon={<IconAlertTriangle size={20} aria-hidden />}
          title={t("short.title")}
        >
          {short.map(({ night, stockType, short: missing, left }) => (
            <div key={`${night} ${stockType}`}>
              {t("shortage.short", {
                night: plainDate(night, i18n.language, true),
                where: nameOf(stockType),
                short: missing,
                left,
              })}
            </div>
          ))}
        </Alert>
      )}
      {limit != null && most >= limit && (
        <Alert
          color="blue"
          variant="light"
          mb="sm"
          styles={READABLE}
          icon={<IconUsersGroup size={20} aria-hidden />}
          title={t("group.title", { persons: most })}
        >
          {t("group.why", { limit })}
        </Alert>
      )}
    </div>
  );
}
