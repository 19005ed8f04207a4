import type { ParseKeys } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

// The words by which the services refuse; each is a key `refusal.*`.
const CODES = [
  "unknown_property",
  "unknown_order",
  "order_over",
  "delivery_not_offered",
  "currency_mismatch",
  "already_placed_differently",
  "no_courier",
  "unknown_claim",
  "too_early",
  "too_late",
  "not_billed",
  "unknown_line",
  "exceeds_order",
  "already_open",
  "already_decided",
  "unknown_posting",
  "not_waiting",
  "not_connected",
  "unknown_task",
  "not_open",
  "ends_otherwise",
] as const;

// What is refused in a sentence, by how the sentence begins.
const SENTENCES = [
  ["there is no such notice", "no_notice"],
  ["it is still being sent", "still_sending"],
  ["nobody is to have it", "no_recipient"],
  ["too many notices of this order", "too_many_notices"],
  ["the day has not begun", "day_to_come"],
  ["the property is not known", "unknown_property"],
  ["the property has no PMS", "not_connected"],
  ["is needed to be told by text message", "phone_needed"],
  ["one is needed to be told by pop-up", "browser_needed"],
  ["is no picture of this property", "no_picture"],
  ["lies before `from`", "dates_crossed"],
  ["two tax lines have the same rate", "same_rate"],
  ["net and tax add up to", "not_the_total"],
  ["quantities times prices come to", "not_the_total"],
  ["Field required", "needed"],
] as const;

type Word = Extract<ParseKeys<"shell">, `refusal.${string}`>;

/** The key of the words for a reason of the API; undefined for one that is not known here. */
export function refusalOf(reason: string): Word | undefined {
  const code =
    CODES.find((one) => one === reason) ??
    SENTENCES.find(([begins]) => reason.startsWith(begins))?.[1];
  return code && `refusal.${code}`;
}

/** Words for what the API refused of one field, in the reader's language. */
export function useRefusal(): (reason: string) => string {
  const { t } = useTranslation("shell");
  return useCallback((reason) => t(refusalOf(reason) ?? "refusal.value"), [t]);
}
