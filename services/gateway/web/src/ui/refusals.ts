import type { ParseKeys } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

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
] as const;

// What stands of any value, by how the sentence begins: it says nothing without the field's name.
const OF_ANY_VALUE = [
  ["Field required", "needed"],
  ["String should have at most", "too_long"],
  ["String should have at least", "too_short"],
  ["Input should be less than", "too_large"],
  ["Input should be greater than", "too_small"],
  ["List should have at most", "too_many"],
  ["Tuple should have at most", "too_many"],
] as const;

// The fields that a person fills in; each is a key `field.*`.
const FIELDS = [
  ...["room", "restaurant", "guest", "surname", "given_name", "phone", "language", "name"],
  ...["lines", "items", "quantity", "unit_amount", "tax_lines", "rate", "net", "tax", "total"],
  ...["amount", "currency", "reason", "description", "photos", "note", "text", "reservation_id"],
  ...["mail", "role", "password", "current", "new", "quiet", "start", "end", "browsers"],
  ...["from", "to"],
];

type Words = ParseKeys<"shell">;
type Word = Extract<Words, `refusal.${string}`>;
type Name = Extract<Words, `field.${string}`>;
/** The words of the page under a key, in the reader's language. */
export type Say = (key: Words, values?: Record<string, string>) => string;

/** The key of the words for a reason of the API; undefined for one that is not known here. */
export function refusalOf(reason: string): Word | undefined {
  const code = CODES.find((one) => one === reason) ?? begins(SENTENCES, reason);
  return code ? `refusal.${code}` : generalOf(reason);
}

function generalOf(reason: string): Word | undefined {
  const code = begins(OF_ANY_VALUE, reason);
  return code && `refusal.${code}`;
}

function begins<Code>(known: readonly (readonly [string, Code])[], reason: string) {
  return known.find(([beginning]) => reason.startsWith(beginning))?.[1];
}

/** The key of a field's name, as `lines.0.name` is a name; undefined for one that nobody fills in. */
function nameOf(field: string): Name | undefined {
  const known = field.split(".").findLast((step) => FIELDS.includes(step));
  return known === undefined ? undefined : (`field.${known}` as Name);
}

/**
 * What is wrong with a field: our words for it, which speak of it by themselves; else with the
 * field's name, and in the API's own words where we have none.
 */
export function refusedText({ field, reason }: Schemas["FieldError"], say: Say): string {
  const word = refusalOf(reason);
  const name = nameOf(field);
  if (word && (word !== generalOf(reason) || !name)) return say(word);
  const why = word ? say(word) : reason;
  return say("field.said", { field: name ? say(name) : field, why });
}

/** Words for what the API refused of one field, in the reader's language. */
export function useRefusal(): (reason: string) => string {
  const { t } = useTranslation("shell");
  return useCallback((reason) => t(refusalOf(reason) ?? "refusal.value"), [t]);
}
