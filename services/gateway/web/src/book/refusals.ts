// What a refusal says to a guest, and at which step it is mended.
import { Refused } from "./api";
import type { Refusal } from "./Refusal";
import type { Leg } from "./tour";
import type { Step } from "./useBooking";
import type { Words } from "./words";

/** Rooms that are short are mended by fewer persons; a house that is shut, by other dates; what
 * another hut of the tour lacks, there. The first of `legs` is the hut of this page. */
export function refusalOf(
  error: unknown,
  { t }: Words,
  legs: Leg[],
): { refusal: Refusal; step: Step } {
  if (!(error instanceof Refused)) return { refusal: { title: t("unreachable") }, step: "check" };
  const { problem } = error;
  const hut = legs[0]?.hut;
  switch (error.reason) {
    case "no_places": {
      const shortages = problem.shortages ?? [];
      const short = shortages.every((one) => one.shortage.reason === "short");
      const refusal = { title: t("refused.title"), shortages };
      const mine = shortages.every((one) => one.property_id === hut?.property_id);
      if (!mine) return { refusal, step: "check" };
      return { refusal, step: short ? "people" : "dates" };
    }
    case "group":
      return {
        refusal: { title: t("group.title", { count: hut?.group_from ?? 0 }), ask: true },
        step: "people",
      };
    case "terms_not_accepted":
      return { refusal: { title: t("terms.changed") }, step: "check" };
    case "unknown_rate":
    case "unknown_supplement":
    case "quantity":
    case "two_currencies":
      return { refusal: { title: t("refused.offer") }, step: "people" };
    case "mode_not_offered":
    case "not-bookable":
      return { refusal: { title: t("refused.closed"), ask: true }, step: "check" };
    case "no_answer":
    case "busy":
    case "unavailable":
      return { refusal: { title: t("refused.again") }, step: "check" };
    case "too-many-tries":
      return { refusal: { title: t("refused.busy") }, step: "check" };
    case "invalid":
      if (problem.errors?.some((one) => one.field.startsWith("contact"))) {
        return { refusal: { title: t("wrong.kept") }, step: "contact" };
      }
      return { refusal: { title: t("refused.offer") }, step: "people" };
    default:
      return { refusal: { title: t("refused.other"), ask: true }, step: "check" };
  }
}
