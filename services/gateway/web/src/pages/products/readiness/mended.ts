import type { Schemas } from "@/api/client";
import type { SectionName } from "@/pages/products/sections";

/** Where each item of the checklist is mended: the section, and the part of it. */
export const MENDED_AT: Record<Schemas["Item"], { section: SectionName; part?: string }> = {
  contact: { section: "sheet", part: "contact" },
  position: { section: "sheet", part: "position" },
  texts: { section: "sheet", part: "texts" },
  main_photo: { section: "media" },
  terms: { section: "terms" },
  mail_sender: { section: "mails" },
  mail_subjects: { section: "mails" },
  payment: { section: "rules" },
  stock_types: { section: "stock" },
  labels: { section: "stock" },
  openings: { section: "openings" },
  rates: { section: "rates" },
  nights: { section: "closures" },
};
