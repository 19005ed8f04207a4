import {
  IconBell,
  IconKey,
  IconPlugConnected,
  IconSend,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Permission } from "@/session/me";

export type SectionName =
  | "account"
  | "notifications"
  | "people"
  | "keys"
  | "integrations"
  | "deliveries";

export interface Section {
  name: SectionName;
  icon: typeof IconUser;
  /** Who sees it; one's own account needs none. */
  permission?: Permission;
  shown: LazyExoticComponent<ComponentType>;
}

export const SECTIONS: readonly Section[] = [
  {
    name: "account",
    icon: IconUser,
    shown: lazy(() => import("@/pages/settings/account/AccountSection")),
  },
  {
    name: "notifications",
    icon: IconBell,
    permission: "see_orders",
    shown: lazy(() => import("@/pages/settings/notifications/NotificationsSection")),
  },
  {
    name: "people",
    icon: IconUsers,
    permission: "manage_people",
    shown: lazy(() => import("@/pages/settings/people/PeopleSection")),
  },
  {
    name: "keys",
    icon: IconKey,
    permission: "manage_keys",
    shown: lazy(() => import("@/pages/settings/keys/KeysSection")),
  },
  {
    name: "integrations",
    icon: IconPlugConnected,
    permission: "see_property",
    shown: lazy(() => import("@/pages/settings/integrations/IntegrationsSection")),
  },
  {
    name: "deliveries",
    icon: IconSend,
    permission: "see_orders",
    shown: lazy(() => import("@/pages/settings/deliveries/DeliveriesSection")),
  },
];
