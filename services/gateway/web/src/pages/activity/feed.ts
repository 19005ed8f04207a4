import type { Schemas } from "@/api/client";
import { localDay } from "@/ui/time";

export type Entry = Schemas["EntryAnswer"];
export type Kind = Schemas["MomentKind"];

/** What was read of the feed, newest first; `next` is the cursor of what follows. */
export interface Feed {
  entries: readonly Entry[];
  next: string | null;
}

/** Entries of one order that came together; `entries` newest first. */
export interface Burst {
  key: string;
  entries: readonly Entry[];
}

export interface FeedDay {
  day: string;
  bursts: readonly Burst[];
}

export const SHOWN = ["all", "person", "money", "messages"] as const;
export type Shown = (typeof SHOWN)[number];

const TOGETHER = 60_000;

const PERSON: readonly Kind[] = [
  "refused",
  "contradicted",
  "order_missing",
  "refund_refused",
  "partner_not_told",
  "folio_attention",
  "notice_failed",
];
const MONEY: readonly Kind[] = [
  "folio_posted",
  "folio_settled",
  "folio_unknown",
  "folio_attention",
  "folio_attention_ended",
  "refunded",
  "refund_refused",
  "claim_opened",
  "claim_ended",
];
const MESSAGES: readonly Kind[] = ["message_received", "message_sent", "notice_failed"];

/** Whether an entry is of the sort that is shown. A claim without an answer needs a person, too. */
export function isShown({ kind, note }: Entry, shown: Shown): boolean {
  if (shown === "money") return MONEY.includes(kind);
  if (shown === "messages") return MESSAGES.includes(kind);
  if (shown === "all") return true;
  return PERSON.includes(kind) || (kind === "claim_ended" && note === "unanswered");
}

export function shownOf(said: string | undefined): Shown {
  return SHOWN.find((one) => one === said) ?? "all";
}

/**
 * The feed with its newest page read again: what was read below stays where the two still meet,
 * and is forgotten where more came meanwhile than a page holds.
 */
export function withNewest(known: Feed | undefined, page: Schemas["ActivityPage"]): Feed {
  const fresh = { entries: page.entries, next: page.next ?? null };
  if (!known) return fresh;
  const ids = new Set(page.entries.map(({ id }) => id));
  const older = known.entries.filter(({ id }) => !ids.has(id));
  if (older.length === known.entries.length) return fresh;
  return { entries: newestFirst([...page.entries, ...older]), next: known.next };
}

export function withOlder(known: Feed, page: Schemas["ActivityPage"]): Feed {
  const ids = new Set(known.entries.map(({ id }) => id));
  const older = page.entries.filter(({ id }) => !ids.has(id));
  return { entries: [...known.entries, ...older], next: page.next ?? null };
}

function newestFirst(entries: Entry[]): Entry[] {
  return entries.sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** By the property's day; what one order did within a minute stands together. */
export function byDay(entries: readonly Entry[], timeZone: string): FeedDay[] {
  const days: { day: string; bursts: { key: string; entries: Entry[] }[] }[] = [];
  for (const entry of entries) {
    const day = localDay(entry.at, timeZone);
    let last = days.at(-1);
    if (last?.day !== day) {
      last = { day, bursts: [] };
      days.push(last);
    }
    const burst = last.bursts.at(-1);
    if (burst && together(burst.entries, entry)) {
      burst.entries.push(entry);
      burst.key = entry.id;
    } else last.bursts.push({ key: entry.id, entries: [entry] });
  }
  return days;
}

function together([newest]: readonly Entry[], entry: Entry): boolean {
  if (!newest?.order || !entry.order || newest.order_id !== entry.order_id) return false;
  return Date.parse(newest.at) - Date.parse(entry.at) <= TOGETHER;
}
