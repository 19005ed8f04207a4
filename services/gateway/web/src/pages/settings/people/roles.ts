import type { Schemas } from "@/api/client";
import may from "@/pages/settings/people/roles.json";
import type { Permission } from "@/session/me";

export type Role = Schemas["Role"];

/** What each role may do, as the gateway has it (`gateway.access.roles`; a test compares them). */
export const MAY = may as Record<Role, Permission[]>;
export const ROLES = Object.keys(MAY) as Role[];
export const PERMISSIONS = MAY.manager;
