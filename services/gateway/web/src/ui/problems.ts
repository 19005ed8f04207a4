import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import { i18n } from "@/i18n";
import { refusalOf } from "@/ui/refusals";

/** Words for a problem: what happened and what to do, in the reader's language. */
export function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation("shell");
  return useCallback(
    (problem) => {
      const key = `problem.${problem.name}`;
      const minutes = Math.ceil(problem.retryAfter / 60);
      const known = i18n.exists(key, { ns: "shell" });
      const said = known ? t(key as "problem.fault", { minutes }) : t("problem.fault");
      if (problem.fields.length === 0) return known ? said : `${said} ${problem.detail}`.trim();
      const words = problem.fields.map(({ reason }) => refusalOf(reason));
      // Where each reason is known, they say it all.
      if (words.every((word) => word !== undefined)) {
        return [...new Set(words.map((word) => t(word)))].join(" ");
      }
      const fields = problem.fields.map(({ field, reason }) => `${field}: ${reason}`);
      return `${said} ${fields.join("; ")}`;
    },
    [t],
  );
}
