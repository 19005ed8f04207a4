import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import { i18n } from "@/i18n";
import { refusalOf, refusedText, type Say } from "@/ui/refusals";

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
      const say = t as unknown as Say;
      const texts = [...new Set(problem.fields.map((fault) => refusedText(fault, say)))];
      // Where each reason is known, they say it all.
      const all = problem.fields.every(({ reason }) => refusalOf(reason));
      return (all ? texts : [said, ...texts]).join(" ");
    },
    [t],
  );
}
