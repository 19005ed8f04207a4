import type { Schemas } from "@/api/client";

type Moment = Schemas["MomentAnswer"];

/**
 * What a moment's note is: a word of `states` by its key, an instant, or words as they are. Notes
 * are the owner's own words and never an amount (O14).
 */
export type Note = { key: string } | { instant: string } | { text: string };

export function noteOf({ kind, note }: Moment): Note {
  const said = note ?? "";
  if (kind === "expected_time_changed") return { instant: said };
  if (kind === "folio_attention") return { key: `folio_problem.${said}` };
  if (kind === "folio_attention_ended") return { key: `end.${said}` };
  if (kind === "claim_ended") return { key: `outcome.${said}` };
  if (kind === "notice_sent" || kind === "notice_failed") return { key: `channel.${said}` };
  return { text: said };
}

/** The times that were told before the one that holds now, the first first. */
export function toldBefore(timeline: readonly Moment[], now: string | null | undefined): string[] {
  const told = timeline
    .filter(({ kind, note }) => kind === "expected_time_changed" && note)
    .map(({ note }) => note as string);
  return told.filter((at, place) => at !== now && told.indexOf(at) === place);
}

/** Of many texts the first and the last two: what was promised at first, and what came of it. */
export function inShort(texts: readonly string[]): readonly string[] {
  return texts.length > 4 ? [texts[0] as string, "…", ...texts.slice(-2)] : texts;
}

const TROUBLE = new Set<Moment["kind"]>([
  "cancelled",
  "failed",
  "returned",
  "contradicted",
  "order_missing",
  "refund_refused",
  "partner_not_told",
  "notice_failed",
]);
const ATTENTION = new Set<Moment["kind"]>(["folio_attention", "folio_unknown", "near"]);
const BACK = new Set<Moment["kind"]>(["refunded", "claim_ended", "claim_opened"]);
const GOOD = new Set<Moment["kind"]>(["delivered", "folio_settled"]);

/** What kind of news a moment was: the colour and the shape of its mark. */
export function toneOf({ kind }: Moment): "trouble" | "attention" | "back" | "good" | "plain" {
  if (TROUBLE.has(kind)) return "trouble";
  if (ATTENTION.has(kind)) return "attention";
  if (BACK.has(kind)) return "back";
  return GOOD.has(kind) ? "good" : "plain";
}
