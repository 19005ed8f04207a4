import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "@/i18n";
import type { Entry, Kind } from "@/pages/activity/feed";
import { useProperty } from "@/session/property";
import { clock } from "@/ui/time";

// Which words of `states` a note is a key of; a note of another kind is said as it is.
const WORDS: Partial<Record<Kind, string>> = {
  folio_attention: "folio_problem",
  folio_attention_ended: "end",
  claim_opened: "claim_reason",
  claim_ended: "outcome",
  notice_sent: "channel",
  notice_failed: "channel",
  refund_refused: "refund_refusal",
  contradicted: "contradiction",
  partner_told: "handover",
  partner_not_told: "handover",
  task_done: "task",
};
// Their note is why, in the partner's own words, and may be missing.
const REASONED: readonly Kind[] = ["cancelled", "failed", "returned"];

/** What an entry says, without whom it is about: "livrée", "facturation à la main : …". */
export function usePhrase(): (entry: Entry) => string {
  const { t, i18n: spoken } = useTranslation("activity");
  const { time_zone: zone } = useProperty();
  return useCallback(
    (entry) => {
      const note = noteOf(entry, (instant) => clock(instant, spoken.language, zone));
      const said = t(`feed.${entry.kind}`, { note });
      return REASONED.includes(entry.kind) && note ? t("feed.because", { said, note }) : said;
    },
    [t, spoken.language, zone],
  );
}

function noteOf({ kind, note }: Entry, time: (instant: string) => string): string {
  if (!note) return "";
  if (kind === "refused") return refusal(note);
  if (kind === "expected_time_changed" && !Number.isNaN(Date.parse(note))) return time(note);
  const group = WORDS[kind];
  return group ? word(`${group}.${note}`, note) : note;
}

/** `2391: unknown_property` is the partner's number of the order, and why. */
function refusal(note: string): string {
  const at = note.lastIndexOf(": ");
  if (at < 0) return note;
  const reason = note.slice(at + 2);
  return `${note.slice(0, at)}, ${word(`refusal.${reason}`, reason)}`;
}

/** Words that came with a newer server are shown as they are rather than not at all. */
function word(key: string, otherwise: string): string {
  return i18n.exists(key, { ns: "states" }) ? i18n.t(key as never, { ns: "states" }) : otherwise;
}
