import {
  IconBed,
  IconCalendarOff,
  IconCalendarTime,
  IconChecklist,
  IconFileText,
  IconHome,
  IconMail,
  IconPhoto,
  IconRulerMeasure,
  IconTags,
  IconToolsKitchen2,
} from "@tabler/icons-react";
import { lazy } from "react";

/** What a hut enters, in the order in which one sets it up. */
export const SECTIONS = [
  {
    name: "readiness",
    group: "hut",
    icon: IconChecklist,
    shown: lazy(() => import("@/pages/products/readiness/ReadinessSection")),
  },
  {
    name: "sheet",
    group: "hut",
    icon: IconHome,
    shown: lazy(() => import("@/pages/products/sheet/SheetSection")),
  },
  {
    name: "media",
    group: "hut",
    icon: IconPhoto,
    shown: lazy(() => import("@/pages/products/media/MediaSection")),
  },
  {
    name: "stock",
    group: "sold",
    icon: IconBed,
    shown: lazy(() => import("@/pages/products/stock/StockSection")),
  },
  {
    name: "openings",
    group: "sold",
    icon: IconCalendarTime,
    shown: lazy(() => import("@/pages/products/openings/OpeningsSection")),
  },
  {
    name: "rates",
    group: "sold",
    icon: IconTags,
    shown: lazy(() => import("@/pages/products/prices/RatesSection")),
  },
  {
    name: "supplements",
    group: "sold",
    icon: IconToolsKitchen2,
    shown: lazy(() => import("@/pages/products/prices/SupplementsSection")),
  },
  {
    name: "closures",
    group: "sold",
    icon: IconCalendarOff,
    shown: lazy(() => import("@/pages/products/closures/ClosuresSection")),
  },
  {
    name: "rules",
    group: "terms",
    icon: IconRulerMeasure,
    shown: lazy(() => import("@/pages/products/rules/RulesSection")),
  },
  {
    name: "terms",
    group: "terms",
    icon: IconFileText,
    shown: lazy(() => import("@/pages/products/terms/TermsSection")),
  },
  {
    name: "mails",
    group: "terms",
    icon: IconMail,
    shown: lazy(() => import("@/pages/products/mails/MailsSection")),
  },
] as const;

export type SectionName = (typeof SECTIONS)[number]["name"];
