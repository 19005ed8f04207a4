import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import { useProblemText } from "@/ui/problems";

// What the bridge to the partner says, by how it begins.
const SAID = [
  ["the partner takes no messages", "problem.no_messages"],
  ["the partner could not be reached", "problem.not_reached"],
  ["too much waits", "problem.too_much"],
  ["the partner refused", "problem.refused"],
] as const;

export type ProblemWord = (typeof SAID)[number][1];

/** The word for why a partner was not told; undefined where it says something else. */
export function problemWord(problem: string): ProblemWord | undefined {
  return SAID.find(([begins]) => problem.startsWith(begins))?.[1];
}

const REFUSALS = ["no_courier", "order_over", "unknown_order"] as const;

/** Why a message did not reach the partner, in the reader's words. */
export function useProblemWords(): (problem: string | null | undefined) => string {
  const { t } = useTranslation("chat");
  return (problem) => {
    const word = problemWord(problem ?? "");
    return word ? t(word) : (problem ?? t("problem.not_reached"));
  };
}

/** Why a message was not taken. */
export function useRefusalWords(): (problem: Problem) => string {
  const { t } = useTranslation("chat");
  const text = useProblemText();
  return (problem) => {
    const reason = REFUSALS.find((one) => problem.fields.some((field) => field.reason === one));
    return reason ? t(`refused.${reason}`) : text(problem);
  };
}
