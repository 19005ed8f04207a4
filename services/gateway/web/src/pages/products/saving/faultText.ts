import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "@/i18n";
import type { Part } from "@/pages/products/saving/usePart";
import { useRefusal } from "@/ui/refusals";

// What inventory refuses, by a piece of its sentence; each is a key `fault.*`.
const SENTENCES = [
  ["overlaps ", "overlaps"],
  ["the planning ends on", "too_far"],
  ["still has ", "type_used"],
  [" is sold on ", "type_sold"],
  ["a booking needs a means of payment", "no_means"],
  ["an option is kept", "reminder_late"],
  ["is still shown as", "shown"],
  [" still holds ", "folder_full"],
  ["there is no stock type", "no_type"],
  ["all of them together", "too_long"],
  ["are too long, all together", "too_long"],
  ["the library is full", "library_full"],
  ["is there twice", "twice"],
] as const;

/** Words for what is wrong with a field: ours by their code, the API's reason in ours. */
export function useFaultText(): (fault: string) => string {
  const { t } = useTranslation("products");
  const refusal = useRefusal();
  return useCallback(
    (fault) => {
      const code = SENTENCES.find(([piece]) => fault.includes(piece))?.[1] ?? fault;
      const key = `fault.${code}`;
      return i18n.exists(key, { ns: "products" }) ? t(key as "fault.needed") : refusal(fault);
    },
    [t, refusal],
  );
}

/** What a field of a part is called in its form, and what is said beside it. */
export function useField<Form>(part: Part<Form>) {
  const text = useFaultText();
  return (field: string) => {
    const fault = part.faults[field];
    const early = fault === "needed" && !part.wasLeft(field);
    return { name: field, error: fault && !early ? text(fault) : undefined };
  };
}
